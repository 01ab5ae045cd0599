// What was begun before the page was left comes back: words, drawings, photos and voice notes that were not saved yet.
import { config } from "./page.js";

/** What is not saved yet, for the keeper; null when there is nothing. */
export function unsaved({ editing, sheet, draft, drawn }) {
  const drawings = drawn.kept();
  const isNeedle = editing?.isNew && draft.place;
  if (!isNeedle && !Object.keys(drawings).length && !editing?.isNew) return null;
  const place = isNeedle ? { lat: draft.place.lat, lng: draft.place.lng } : {};
  return { ...(editing?.isNew ? { ...editing, ...sheet.answers(), ...place } : {}), activity: config.activity, drawings };
}

/** `goOn(said)` keeps words for the next needle; `reopen(said)` opens the sheet of a needle that has its place. */
export class Restoring {
  constructor(page) {
    this.page = page;
  }

  async run() {
    const { media, keeper, marks, drawn, show, ask, isFull, isDrawn, question, goOn, reopen } = this.page;
    await media.start();
    const kept = await keeper.last();
    const [unfinished] = media.unfinished.filter((id) => !marks.get(id));
    if (unfinished && unfinished !== kept?.id) {
      goOn({ id: unfinished });
      show();
    }
    if (!kept || kept.activity !== config.activity) return;
    const has = drawn.restore(kept.drawings ?? {}, config.questions);
    if (has && isDrawn() && !isFull()) drawn.begin(question());
    if (!kept.id || marks.get(kept.id)) return;
    const number = config.questions.findIndex((one) => one.key === kept.question);
    if (number < 0) return;
    ask(number, { isFocused: false });
    if (isFull()) return;
    const { drawings, ...said } = kept;
    if (isDrawn()) goOn(said); // the words come back with the sheet; the drawing is on the map
    else if (said.lat !== undefined) reopen(said);
  }
}
