// When a person leaves a phone or erases everything: how much would go, and that it really goes.
import { keepOnly } from "./kept.js";
import { opened } from "./outbox.js";
import { MediaQueue, RECORDS as FILES } from "./outbox_media.js";
import { forgetOwner } from "./outbox_memory.js";
import { RECORDS } from "./outbox_records.js";
import { erase, keys } from "./store.js";

/** How many things of this person are still on this phone. */
export async function countOf(owner) {
  const found = await Promise.all([keys(`${RECORDS}${owner}/`), keys(`${FILES}${owner}/`)]);
  return found.reduce((sum, some) => sum + (some ?? []).length, 0);
}

/** Forgets everything of this person on this phone. */
export async function clearOwner(owner) {
  opened(owner)?.forgetAll();
  forgetOwner(owner);
  for (const key of (await keys(`${RECORDS}${owner}/`)) ?? []) await erase(key);
  await MediaQueue.clear(owner);
  for (const key of (await keys(`saved/${owner}/`)) ?? []) await erase(key);
  await keepOnly("");
  await erase(`draft/${owner}`);
  for (const key of (await keys(`draft/${owner}/`)) ?? []) await erase(key);
}
