// The service worker: pages from the line first and from the phone when there is none; files and the map from the phone first.
import { ARCHIVE, ASSETS, MAPS, OFFLINE, PAGES, isBuilt, keepPage, keptPage } from "./kept.js";

const PATIENCE = 4_000; // ms for a page that is kept
const LARGEST_MAP = 10 * 1024 * 1024;
const MOST_TILES = 600;
const TILE = /^\/kacheln\/\d+\/\d+\/\d+$/;
const PLACES = "/kacheln/orte.json";
const DAY = 24 * 3600 * 1000;
const KEEP_FILES = 60 * DAY;
const KEEP_TILES = 7 * DAY;

addEventListener("install", () => self.skipWaiting());
addEventListener("activate", (event) => event.waitUntil(Promise.all([self.clients.claim(), tidy()])));

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event, url));
  else if (isBuilt(url.pathname)) event.respondWith(file(request));
  else if (url.pathname === ARCHIVE && request.headers.has("Range")) event.respondWith(range(event, request));
  else if (TILE.test(url.pathname)) event.respondWith(tile(event, request));
  else if (url.pathname === PLACES) event.respondWith(places(request));
  // Everything else, above all /api/, goes its own way and is never kept.
});

/** A page that came before the worker tells what of the map it has used. */
addEventListener("message", (event) => {
  const { data } = event;
  if (data.isUncontrolled) self.clients.claim();
  const keep = async (maps) => {
    if (data.paths.includes(ARCHIVE)) await keepArchive(maps, await maps.match(ARCHIVE));
    for (const path of data.paths) if ((TILE.test(path) || path === PLACES) && !(await maps.match(path))) await maps.add(path);
  };
  event.waitUntil(caches.open(MAPS).then(keep).catch(() => {})); // it is fetched when it is used the next time
});

const age = (response) => Date.now() - Date.parse(response.headers.get("Date") ?? 0);

/** A page of the line; when it does not come in time, or the server is down, the kept one; else the page that says so. */
async function page(event, url) {
  const kept = await keptPage(url.pathname);
  const asked = fetch(event.request);
  const stored = asked.then((response) => isList(url) || keepPage(url.pathname, response.clone())).catch(() => {});
  event.waitUntil(stored);
  try {
    if (!kept) return await asked;
    const answer = await Promise.race([asked, new Promise((_, reject) => setTimeout(reject, PATIENCE))]);
    return answer.status >= 500 ? kept : answer;
  } catch {
    return kept ?? (await keptPage(OFFLINE)) ?? Response.error();
  }
}

/** The page for those without a script is another one under the same path. */
const isList = (url) => url.searchParams.has("ansicht");

/** Names carry a hash of the content: what is kept is right, and an earlier page finds the files it was made of. */
async function file(request) {
  const files = await caches.open(ASSETS);
  const kept = await files.match(request.url);
  if (kept) return kept;
  const response = await fetch(request);
  if (response.ok && response.status === 200) await files.put(request.url, response.clone()).catch(() => {});
  return response;
}

let fetching = null;

/** A part of the map's archive, cut from the kept whole. The whole is fetched beside it once, when it is small enough. */
async function range(event, request) {
  const maps = await caches.open(MAPS);
  const whole = await maps.match(ARCHIVE);
  const isOld = !whole || age(whole) > DAY;
  if (isOld && !fetching) {
    fetching = keepArchive(maps, whole).catch(() => {});
    event.waitUntil(fetching.finally(() => (fetching = null)));
  }
  if (!whole) return fetch(request);
  const [, from, to] = /bytes=(\d+)-(\d*)/.exec(request.headers.get("Range")) ?? [];
  const blob = await whole.blob();
  const first = Number(from);
  const last = Math.min(to ? Number(to) : blob.size - 1, blob.size - 1);
  if (!(first <= last)) return fetch(request);
  const headers = { "Content-Type": "application/vnd.pmtiles", "Content-Length": String(last - first + 1), "Content-Range": `bytes ${first}-${last}/${blob.size}`, "Accept-Ranges": "bytes" };
  if (whole.headers.has("ETag")) headers.ETag = whole.headers.get("ETag");
  return new Response(blob.slice(first, last + 1), { status: 206, headers });
}

async function keepArchive(maps, known) {
  const connection = self.navigator.connection;
  if (!known && (connection?.saveData || /[23]g$/.test(connection?.effectiveType ?? ""))) return; // somebody's money
  const about = await fetch(ARCHIVE, { method: "HEAD", cache: "no-store" });
  const size = Number(about.headers.get("Content-Length"));
  if (!about.ok || !size || size > LARGEST_MAP) return;
  if (known && known.headers.get("ETag") === about.headers.get("ETag")) {
    await maps.put(ARCHIVE, new Response(await known.blob(), { headers: about.headers })); // looked at today
    return;
  }
  const whole = await fetch(ARCHIVE, { cache: "no-store" });
  if (whole.status === 200) await maps.put(ARCHIVE, whole);
}

async function tile(event, request) {
  const maps = await caches.open(MAPS);
  const kept = await maps.match(request);
  if (kept && age(kept) < KEEP_TILES) return kept;
  try {
    const response = await fetch(request);
    if (response.ok) event.waitUntil(maps.put(request, response.clone()).then(() => fewerTiles(maps), () => {}));
    return response.ok || !kept ? response : kept;
  } catch {
    return kept ?? Response.error();
  }
}

/** The oldest go; now and then only, as counting them takes time. */
async function fewerTiles(maps) {
  if (Math.random() > 0.05) return;
  const tiles = (await maps.keys()).filter(({ url }) => TILE.test(new URL(url).pathname));
  for (const one of tiles.slice(0, Math.max(0, tiles.length - MOST_TILES))) await maps.delete(one);
}

async function places(request) {
  const maps = await caches.open(MAPS);
  try {
    const response = await fetch(request);
    if (response.ok) await maps.put(request, response.clone()).catch(() => {});
    return response;
  } catch {
    return (await maps.match(request)) ?? Response.error();
  }
}

/** Files of versions long gone, and caches of an earlier way of keeping. */
async function tidy() {
  const mine = [PAGES, ASSETS, MAPS];
  for (const name of await caches.keys()) if (!mine.includes(name)) await caches.delete(name);
  const files = await caches.open(ASSETS);
  for (const request of await files.keys()) if (age(await files.match(request)) > KEEP_FILES) await files.delete(request);
}
