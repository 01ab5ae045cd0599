// Asks for a photo or a voice note as somebody's age and consents allow it, and says why where they do not.
import { whenIdle } from "./participant.js";

/** `capture` fetches capture.js, which is the page's own file to load later; `media` is what `phone_media` of app/contributions/media/phone.py gives; `onCover(isOver)` around a dialog. */
export class MediaAsking {
  constructor({ capture, media, say, onCover = () => {} }) {
    Object.assign(this, { capture, media, say, onCover, words: media.words, urls: new Map() });
  }

  /** Later there may be no line. */
  prepare() {
    whenIdle(() => this.capture().catch(() => {}));
  }

  may(kind) {
    return this.media.consents[kind].isAllowed;
  }

  /** Writes into `place` why something cannot be added, each reason once, with what it is about before it; hidden when all can. */
  explain(place, kinds) {
    const names = { photo: this.words.photoName, audio: this.words.audioShort };
    const reasonOf = (kind) => this.media.consents[kind].reason;
    const told = [...new Set(kinds.map(reasonOf))].filter(Boolean);
    const about = (reason) => kinds.filter((kind) => reasonOf(kind) === reason).map((kind) => names[kind]);
    const text = told.map((reason) => `${about(reason).join(", ")}: ${reason}`).join(" ");
    const isAgeAsked = this.media.consents.photo.asksAge && text;
    place.hidden = !text;
    if (place.dataset.told === text) return; // its link may have the focus
    place.dataset.told = text;
    place.textContent = text;
    if (isAgeAsked) place.append(" ", Object.assign(document.createElement("a"), { href: this.media.consentsUrl, textContent: this.words.age }));
  }

  /** {made, place}: what `MediaStore.add` takes and where the camera was, if it said so; null when somebody went away. */
  async photo() {
    const found = await this.ask("openPhoto", [["photo", false], ["photo_people", true]], this.words.photo);
    if (!found) return null;
    const { hasPeople, width, height, place, ...rest } = found;
    return { made: { kind: "photo", data: { has_people: hasPeople }, place, ...rest }, place };
  }

  async voice() {
    const found = await this.ask("openVoice", [["audio", true]], this.words.voice);
    if (!found) return null;
    const { seconds, ...rest } = found;
    return { made: { kind: "audio", seconds, data: { seconds: Math.round(seconds * 10) / 10 }, ...rest }, place: null };
  }

  /** Dialogs live outside of the page's own parts, so that its measures do not reach them. */
  async ask(name, purposes, words) {
    if (this.isAsking) return null; // still loading
    this.isAsking = true;
    const dialogs = await this.capture().catch(() => null);
    const made = dialogs && (await this.answered(dialogs[name], purposes, words));
    this.isAsking = false;
    if (!dialogs) this.say(this.words.later);
    return made;
  }

  async answered(open, purposes, words) {
    const rules = this.media.consents;
    const consents = purposes.filter(([purpose, isEachTime]) => rules[purpose].isAllowed && (isEachTime || !rules[purpose].isGiven));
    this.dialog = open({ host: document.body, words, consents: consents.map(([purpose]) => ({ purpose, ...rules[purpose] })) });
    this.onCover(true);
    const made = await this.dialog;
    this.dialog = null;
    this.onCover(false);
    return made;
  }

  /** The back button closes a dialog first; true when there was one. */
  close() {
    this.dialog?.close();
    return Boolean(this.dialog);
  }

  /** A small picture from what is on the phone, or from the server for one's own; "" for a voice. */
  pictureOf({ id, kind, blob, preview }, outbox) {
    if (kind !== "photo") return "";
    if (!this.urls.has(id)) {
      const held = blob ?? outbox.files.blobs.get(id);
      if (!held || held.type !== "image/jpeg") return preview ?? "";
      this.urls.set(id, URL.createObjectURL(held));
    }
    return this.urls.get(id);
  }

  forgetPictures() {
    for (const url of this.urls.values()) URL.revokeObjectURL(url);
    this.urls.clear();
  }
}
