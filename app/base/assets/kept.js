// What a phone keeps for when there is no line: pages of its person, built files, the map. Used by pages and by the worker.

export const PAGES = "seiten-1";
export const ASSETS = "dateien-1";
export const MAPS = "karten-1";
export const OFFLINE = "/mitmachen/ohne-netz";
export const PHONE = "/mitmachen/handy";
export const ARCHIVE = "/kacheln/karte.pmtiles";
const HEADER = "X-Keep-On-Phone";
const RENDERING = "X-Rendering";
export const LANGUAGE = "/sprache"; // an entry of PAGES that only says in which language OFFLINE is
const OWNER = "/wer"; // another that only says whose they are
const BUILT = /\/static\/dist\/[\w./-]+/g;

/** Caches exist on https and localhost only. */
export const canKeep = "caches" in globalThis;

export const isBuilt = (path) => path.startsWith("/static/dist/");

/** Drops the kept pages unless they are this person's; of nobody, all are dropped. */
export async function keepOnly(owner) {
  if (!canKeep || (!owner && !(await caches.has(PAGES)))) return;
  const drop = async () => {
    const known = owner && (await (await (await caches.open(PAGES)).match(OWNER))?.text());
    if (owner && known === owner) return;
    await caches.delete(PAGES);
    if (owner) await (await caches.open(PAGES)).put(OWNER, new Response(owner));
  };
  // Page and worker may both find pages of somebody else: the second must not drop what the first has kept since.
  await (navigator.locks ? navigator.locks.request(PAGES, drop) : drop());
}

/** Keeps a page when the server says that its person's phone may; under its path, whatever stood behind it. */
export async function keepPage(path, response) {
  const owner = response.headers.get(HEADER);
  if (!response.ok || response.redirected || !owner) return false;
  await keepOnly(owner);
  await (await caches.open(PAGES)).put(path, response);
  return true;
}

export const keptPage = async (path) => (await caches.has(PAGES)) && (await caches.open(PAGES)).match(path);

/** Fetches a page for later, with the files it is made of; as the same rendering, where one is named. */
export async function fetchPage(path, rendering) {
  const headers = rendering ? { [RENDERING]: rendering } : {};
  const response = await fetch(path, { credentials: "same-origin", cache: "no-store", headers });
  const text = await response.clone().text();
  if (await keepPage(path, response)) await keepAssets(text.match(BUILT) ?? []);
}

export async function keepAssets(paths) {
  const files = await caches.open(ASSETS);
  for (const path of new Set(paths)) if (!(await files.match(path))) await files.add(path).catch(() => {}); // what is missing is fetched when it is needed
}

/** [{path, title}] of the pages somebody can go on with. */
export async function keptPages() {
  if (!canKeep || !(await caches.has(PAGES))) return [];
  const pages = await caches.open(PAGES);
  const paths = (await pages.keys()).map(({ url }) => new URL(url).pathname).filter((path) => ![OWNER, LANGUAGE, OFFLINE, PHONE].includes(path));
  return Promise.all(
    paths.map(async (path) => {
      const text = await (await pages.match(path)).text();
      // Without the name of the platform behind the dash, which is the same on all of them.
      return { path, title: new DOMParser().parseFromString(text, "text/html").title.replace(/ – [^–]*$/, "") };
    }),
  );
}
