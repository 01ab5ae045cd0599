// Makes the pages of somebody who takes part work without a line, from the second visit on.
import { LANGUAGE, OFFLINE, PAGES, PHONE, canKeep, fetchPage, isBuilt, keepAssets, keepOnly } from "./kept.js";

/** After joining only: before, nothing is kept on a phone. */
export async function prepare(owner) {
  if (!canKeep) return;
  await keepOnly(owner);
  if (!owner || !("serviceWorker" in navigator)) return;
  // The worker of the page before may have woken up while this page was on its way past it.
  const isFirst = !navigator.serviceWorker.controller || !performance.getEntriesByType("navigation")[0]?.workerStart;
  await navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" });
  const { active } = await navigator.serviceWorker.ready;
  // What this page was made of came before the worker was there.
  const found = performance.getEntriesByType("resource").map(({ name }) => new URL(name));
  const paths = found.filter(({ origin }) => origin === location.origin).map(({ pathname }) => pathname);
  if (isFirst) active.postMessage({ isUncontrolled: !navigator.serviceWorker.controller, paths: paths.filter((path) => !isBuilt(path)) });
  await keepAssets([...paths.filter(isBuilt), ...later()]);
  // The copy is this page once more: what arrives meanwhile is newer than both.
  if (isFirst) await fetchPage(location.pathname, rendering());
  await keepHelp();
}

/** The name of this rendering, where a page has one. */
const rendering = () => document.querySelector("[data-rendering]")?.dataset.rendering;

/** Files that this page fetches only when somebody takes a photo, speaks, draws or opens a map: then there may be no line. */
const later = () => [...document.querySelectorAll("[data-later]")].flatMap(({ dataset }) => dataset.later.split(" "));

/** The page that is shown without a line and the list of what waits, in the language of this person. */
async function keepHelp() {
  const pages = await caches.open(PAGES);
  const { lang } = document.documentElement;
  if ((await (await pages.match(LANGUAGE))?.text()) === lang && (await pages.match(OFFLINE))) return;
  for (const path of [OFFLINE, PHONE]) await fetchPage(path);
  await pages.put(LANGUAGE, new Response(lang));
}
