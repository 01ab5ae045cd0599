// Photo first (B6): a photo begins the answer, then its place is shown under the cross and said by "Hier".
import { isFar } from "../../base/assets/places.js";

export class MediaFirst {
  /** `begin()` gives the id of the needle to come, `look(latlng)` shows a place, `changed()` draws the page anew. */
  constructor({ part, config, sheet, store, say, begin, look, changed }) {
    Object.assign(this, { part, config, sheet, store, say, changed, words: config.media.words });
    part("media-start").addEventListener("click", async () => {
      const id = begin();
      const made = await sheet.takePhoto(id);
      if (!made) return;
      const there = made.place && { lat: made.place.lat, lng: made.place.lon };
      const isHere = there && !isFar(config.extent, there);
      if (isHere) look(there);
      say(isHere ? this.words.isHere : this.words.nowhere);
      part("place").focus({ preventScroll: true });
    });
    part("media-drop").addEventListener("click", async () => {
      await store.forgetDrafts(begin());
      say(this.words.taken);
      changed();
    });
  }

  /** `id` is the needle to come, if any; `isFull` when no further one may be set. */
  show(id, question, isFull) {
    const waits = Boolean(id) && this.store.draftsOf(id).length > 0;
    const isOffered = question.askPhoto === "first" && this.sheet.may("photo", question);
    this.part("media-first").hidden = isFull || !(waits || isOffered);
    this.part("media-start").hidden = waits || !isOffered;
    this.part("media-drop").hidden = !waits;
    this.part("media-waits").hidden = !waits;
    this.part("media-waits").textContent = waits ? this.words.waits : "";
  }
}
