// The part of the sheet for photos and voice notes: offers what this person may do, asks about a place found in a photo.
import { whenIdle } from "../../base/assets/participant.js";
import { isFar } from "../../base/assets/town_map.js";
import { entry, nameOf } from "./media_items.js";

const MOST = { photo: 3, audio: 1 };
const APART = 60; // metres: nearer than that the needle and the photo mean the same place
const capture = () => import("../../base/assets/capture.js");

/** Fires `place` (detail: {lat, lng}) when the needle shall go where the photo was taken, `cover` and `uncover` around a dialog. */
export class MediaSheet extends EventTarget {
  /** `part(name)` finds an element, `say(text)` announces, `spot()` is where the open needle stands. */
  constructor({ part, config, store, say, spot }) {
    super();
    Object.assign(this, { part, config, store, say, spot, words: config.media.words, urls: new Map(), mark: null });
    part("media-photo").addEventListener("click", () => this.addPhoto());
    part("media-audio").addEventListener("click", () => this.addVoice());
    part("media-yes").addEventListener("click", () => this.answer(true));
    part("media-no").addEventListener("click", () => this.answer(false));
    store.addEventListener("change", () => this.mark && this.show());
    // Later there may be no line.
    if (config.questions.some((question) => this.may("photo", question) || this.may("audio", question))) whenIdle(() => capture().catch(() => {}));
  }

  may(kind, question) {
    return this.config.media.consents[kind].isAllowed && (kind === "photo" ? question.askPhoto !== "none" : question.askVoice);
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
    for (const url of this.urls.values()) URL.revokeObjectURL(url);
    this.urls.clear();
  }

  show() {
    const { part, question, config } = this;
    const items = this.store.of(this.mark);
    const isAsked = { photo: question.askPhoto !== "none", audio: question.askVoice };
    part("media").hidden = !items.length && !isAsked.photo && !isAsked.audio;
    const list = part("media-items");
    const focused = document.activeElement?.closest?.("[data-media-items] li")?.dataset.id;
    list.replaceChildren(...items.map((item) => entry(item, config, { picture: this.pictureOf(item), onRemove: (one) => this.remove(one) })));
    if (focused) (list.querySelector(`[data-id="${focused}"] button`) ?? part("media-photo")).focus({ preventScroll: true });
    for (const kind of ["photo", "audio"]) {
      const isFull = items.filter((item) => item.kind === kind).length >= MOST[kind];
      part(`media-${kind}`).hidden = !this.may(kind, question) || isFull;
    }
    const reason = part("media-reason");
    reason.textContent = this.reasons(["photo", "audio"].filter((kind) => isAsked[kind]));
    reason.hidden = !reason.textContent;
    const { asksAge } = config.media.consents.photo;
    if (asksAge && reason.textContent) reason.append(" ", Object.assign(document.createElement("a"), { href: config.media.consentsUrl, textContent: this.words.age }));
    part("media-place").hidden = !this.found;
  }

  /** Why something cannot be added, each reason once, with what it is about before it: the buttons are not there. */
  reasons(kinds) {
    const names = { photo: this.words.photoName, audio: this.words.audioShort };
    const reasonOf = (kind) => this.config.media.consents[kind].reason;
    const told = [...new Set(kinds.map(reasonOf))].filter(Boolean);
    const about = (reason) => kinds.filter((kind) => reasonOf(kind) === reason).map((kind) => names[kind]);
    return told.map((reason) => `${about(reason).join(", ")}: ${reason}`).join(" ");
  }

  /** A small picture from what is on the phone, or from the server for one's own. */
  pictureOf({ id, kind, blob, preview }) {
    if (kind !== "photo") return "";
    if (!this.urls.has(id)) {
      const held = blob ?? this.store.outbox.files.blobs.get(id);
      if (!held || held.type !== "image/jpeg") return preview ?? "";
      this.urls.set(id, URL.createObjectURL(held));
    }
    return this.urls.get(id);
  }

  /** Dialogs live outside the map, so that its measures do not reach them. */
  async ask(name, purposes, words) {
    if (this.isAsking) return null; // still loading
    this.isAsking = true;
    const dialogs = await capture().catch(() => null);
    const made = dialogs && (await this.answered(dialogs[name], purposes, words));
    this.isAsking = false;
    if (!dialogs) this.say(this.words.later);
    return made;
  }

  async answered(open, purposes, words) {
    const rules = this.config.media.consents;
    const consents = purposes.filter(([purpose, isEachTime]) => rules[purpose].isAllowed && (isEachTime || !rules[purpose].isGiven));
    this.dialog = open({ host: document.body, words, consents: consents.map(([purpose]) => ({ purpose, ...rules[purpose] })) });
    this.dispatchEvent(new Event("cover"));
    const made = await this.dialog;
    this.dialog = null;
    this.dispatchEvent(new Event("uncover"));
    return made;
  }

  /** The back button closes a dialog first; true when there was one. */
  closeDialog() {
    this.dialog?.close();
    return Boolean(this.dialog);
  }

  async takePhoto(mark) {
    const made = await this.ask("openPhoto", [["photo", false], ["photo_people", true]], this.words.photo);
    if (!made) return null;
    const { hasPeople, width, height, ...rest } = made;
    await this.keep(mark, { kind: "photo", data: { has_people: hasPeople }, ...rest });
    return made;
  }

  async addPhoto() {
    const made = await this.takePhoto(this.mark);
    if (made?.place && this.mark) this.compare(made.place);
  }

  async addVoice() {
    const { mark } = this;
    const made = await this.ask("openVoice", [["audio", true]], this.words.voice);
    if (!made) return;
    const { seconds, ...rest } = made;
    await this.keep(mark, { kind: "audio", seconds, data: { seconds: Math.round(seconds * 10) / 10 }, ...rest });
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
    if (!here || isFar(this.config.extent, there) || metres(here, there) < APART) return;
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

/** Near enough over a town (equirectangular). */
function metres(a, b) {
  const north = (a.lat - b.lat) * 111_320;
  const east = (a.lng - b.lng) * 111_320 * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(north, east);
}
