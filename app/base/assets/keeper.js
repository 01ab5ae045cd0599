// What is being written survives a reload, a closed tab and a phone that needs its memory for something else.
import { erase, read, write } from "./store.js";

export class Keeper {
  /** `current()` gives what is being written now, or null. */
  constructor(key, current) {
    this.key = key;
    this.current = current;
    addEventListener("pagehide", () => this.now());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.now());
  }

  /** Keeps at once what is new, and then not more often than the phone can bear. */
  later() {
    if (this.timer) return;
    this.now();
    this.timer = setTimeout(() => {
      this.timer = null;
      this.now();
    }, 300);
  }

  now() {
    const given = this.current();
    if (given) write(this.key, given);
  }

  last() {
    return read(this.key);
  }

  /** What was written is saved or thrown away; what else there is stays. */
  forget() {
    clearTimeout(this.timer);
    this.timer = null;
    const given = this.current();
    return given ? write(this.key, given) : erase(this.key);
  }
}
