// The part of the sheet for photos and voice notes: offers what this person may do, asks about a place found in a photo.
import { MediaAsking } from "../../base/assets/media_asking.js";
import { entry, nameOf } from "../../base/assets/media_items.js";
import { isElsewhere } from "../../base/assets/places.js";

const MOST = { photo: 3, audio: 1 };

/** Fires `place` (detail: {lat, lng}) when the needle shall go where the photo was taken, `cover` and `uncover` around a dialog. */
export class MediaSheet extends EventTarget {
  /** `part(name)` finds an element, `say(text)` announces, `spot()` is where the open needle stands. */
  constructor({ part, config, store, say, spot }) {
    super();
    Object.assign(this, { part, config, store, say, spot, words: config.media.words, mark: null });
    this.asking = new MediaAsking({ capture: () => import("../../base/assets/capture.js"), media: config.media, say, onCover: (isOver) => this.dispatchEvent(new Event(isOver ? "cover" : "uncover")) });
    part("media-photo").addEventListener("click", () => this.addPhoto());
    part("media-audio").addEventListener("click", () => this.addVoice());
    part("media-yes").addEventListener("click", () => this.answer(true));
    part("media-no").addEventListener("click", () => this.answer(false));
    store.addEventListener("change", () => this.mark && this.show());
    if (config.questions.some((question) => this.may("photo", question) || this.may("audio", question))) this.asking.prepare();
  }

  may(kind, question) {
    return this.asking.may(kind) && (kind === "photo" ? question.askPhoto !== "none" : question.askVoice);
  }

  open(mark, question) {
    this.mark = mark.id;
    this.question = question;
    this.found = null;
    this.show();
    const waiting = this.store.draftsOf(mark.id).find(({ place }) => place);
    if (waiting) this.compare(waiting.place);
  }

  close() {
    this.mark = null;
    this.asking.forgetPictures();
  }

  show() {
    const { part, question, config } = this;
    const items = this.store.of(this.mark);
    const isAsked = { photo: question.askPhoto !== "none", audio: question.askVoice };
    part("media").hidden = !items.length && !isAsked.photo && !isAsked.audio;
    const list = part("media-items");
    const focused = document.activeElement?.closest?.("[data-media-items] li")?.dataset.id;
    const pictureOf = (item) => this.asking.pictureOf(item, this.store.outbox);
    list.replaceChildren(...items.map((item) => entry(item, config, { picture: pictureOf(item), onRemove: (one) => this.remove(one) })));
    if (focused) (list.querySelector(`[data-id="${focused}"] button`) ?? part("media-photo")).focus({ preventScroll: true });
    for (const kind of ["photo", "audio"]) {
      const isFull = items.filter((item) => item.kind === kind).length >= MOST[kind];
      part(`media-${kind}`).hidden = !this.may(kind, question) || isFull;
    }
    this.asking.explain(part("media-reason"), ["photo", "audio"].filter((kind) => isAsked[kind]));
    part("media-place").hidden = !this.found;
  }

  /** The back button closes a dialog first; true when there was one. */
  closeDialog() {
    return this.asking.close();
  }

  async takePhoto(mark) {
    const found = await this.asking.photo();
    if (found) await this.keep(mark, found.made);
    return found;
  }

  async addPhoto() {
    const found = await this.takePhoto(this.mark);
    if (found?.place && this.mark) this.compare(found.place);
  }

  async addVoice() {
    const { mark } = this;
    const found = await this.asking.voice();
    if (found) await this.keep(mark, found.made);
  }

  async keep(mark, made) {
    const isKept = await this.store.add(mark, made);
    // On a small phone what was added pushes the buttons below the edge.
    this.part("media-photo").parentElement.scrollIntoView({ block: "nearest" });
    this.say(isKept ? this.words.added.replace("%1", nameOf(made, this.words)) : this.words.notKept);
  }

  async remove(item) {
    await this.store.remove(item.id);
    this.say(this.words.taken);
  }

  /** The place in the photo is a proposal: where it differs from the needle, its owner decides. */
  compare({ lat, lon }) {
    const here = this.spot();
    const there = { lat, lng: lon };
    if (!here || !isElsewhere(this.config.extent, here, there)) return;
    this.found = there;
    this.show();
    this.part("media-place").scrollIntoView({ block: "nearest" });
  }

  answer(isThere) {
    const { found } = this;
    this.found = null;
    this.show();
    if (isThere) this.dispatchEvent(new CustomEvent("place", { detail: found }));
    this.part("sheet").querySelector("textarea").focus({ preventScroll: true });
  }
}
