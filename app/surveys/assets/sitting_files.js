// Photos and recordings of a sitting: drafts beside its answers, handed to the outbox in one step with them, waited for.
import { MediaStore } from "../../base/assets/media_store.js";
import { line } from "../../base/assets/media_items.js";
import { idBelow } from "../../base/assets/new_id.js";
import { FileQuestions } from "../../questions/assets/file_questions.js";
import { fileHolders } from "../../questions/assets/flat.js";

export class SittingFiles {
  /** `group()` gives the sitting's id. */
  constructor(walk, { outbox, group }) {
    Object.assign(this, { config: walk.config, outbox, group, about: [], isWaitedFor: false });
    this.part = (name) => walk.part(name);
    this.store = new MediaStore({ owner: walk.config.owner, media: { saved: [] } }, outbox);
    this.asked = walk.config.media && new FileQuestions(walk, { store: this.store, group });
    walk.files = this.asked;
  }

  /** Reads what an earlier page left, once the outbox is read; how many files the answers name that are gone. */
  async start() {
    await this.store.start();
    const lost = this.asked?.dropLost() ?? 0;
    this.asked?.show();
    return lost;
  }

  /** What the outbox takes along with these answers: {about, files, over}. */
  async along(sent) {
    const holders = fileHolders(this.config.questionnaire, sent).map(({ file, key }) => [file, idBelow(this.group(), key)]);
    this.about = [...new Set(holders.map(([, contribution]) => contribution))];
    this.handed = await this.store.along(holders);
    return { about: this.about, ...this.handed };
  }

  handedOver() {
    this.store.handedOver(this.handed);
  }

  forgetDrafts() {
    return this.store.forgetDrafts(this.group());
  }

  /** Files of this sitting that are still here, refused ones included. */
  get left() {
    return this.outbox.files.told().filter(({ contribution }) => this.about.includes(contribution));
  }

  /** Calls `go` once all files have arrived; until then the page says how far they are, and a button leads on. */
  finish(go) {
    if (this.isWaitedFor) return;
    this.isWaitedFor = true;
    const look = () => {
      const { left } = this;
      if (!left.length) {
        this.isWaitedFor = false;
        this.store.removeEventListener("change", look);
        go();
        return;
      }
      const ids = new Set(left.map(({ id }) => id));
      const refusals = new Map(left.map(({ id, state, message }) => [id, { state, message }]));
      const items = this.store.items(({ id }) => ids.has(id)).map((item) => ({ ...item, ...refusals.get(item.id) }));
      this.part("sending-files").replaceChildren(...items.map((item) => line(item, this.config)));
      this.part("state").textContent = this.config.words.filesLeft;
      this.part("onward").hidden = false;
    };
    this.part("onward").querySelector("button").addEventListener("click", go);
    this.store.addEventListener("change", look);
    look();
  }
}
