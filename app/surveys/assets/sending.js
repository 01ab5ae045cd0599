// From the draft to the record: one sitting through the outbox, and what became of it.
import { Outbox } from "../../base/assets/outbox.js";

/**
 * Events: `state` (detail: local|sending|arrived|signedOut), `refused` (detail: the record), once the person has sent it.
 */
export class Sending extends EventTarget {
  constructor({ owner, activity, language, version }) {
    super();
    Object.assign(this, { activity, language, version });
    this.outbox = new Outbox(owner);
    this.outbox.addEventListener("change", () => this.look());
    this.outbox.addEventListener("online", () => this.look());
    this.outbox.addEventListener("signedout", () => this.look());
    this.outbox.addEventListener("arrived", ({ detail }) => {
      if (detail.id === this.id) this.tell("arrived");
    });
  }

  /** Begins to listen for a sitting; true when it waits here already. */
  async begin(id) {
    this.id = id;
    await this.outbox.start();
    return this.outbox.records.has(id);
  }

  /** `along` are the files that go with the answers (sitting_files.js). */
  async send(answers, quote, along = {}) {
    this.isSent = true;
    const body = { activity: this.activity, language: this.language, version: this.version, device_time: new Date().toISOString(), answers, ...(quote && { quote }) };
    await this.outbox.put({ id: this.id, method: "PUT", url: `/api/submissions/${this.id}`, body, about: along.about }, along);
    this.look();
  }

  look() {
    const record = this.outbox.records.get(this.id);
    if (!record || !this.isSent) return;
    if (record.state === "refused") {
      this.isSent = false;
      this.dispatchEvent(new CustomEvent("refused", { detail: record }));
    } else if (this.outbox.isSignedOut) this.tell("signedOut");
    else this.tell(record.state === "sending" && !this.outbox.isOffline ? "sending" : "local");
  }

  /** Looks at what was sent from this phone before the page began. */
  resume() {
    this.isSent = true;
    this.look();
  }

  /** The record is not wanted any more: the server has refused it for good. */
  forget() {
    return this.outbox.drop(this.id);
  }

  tell(state) {
    this.dispatchEvent(new CustomEvent("state", { detail: state }));
  }
}
