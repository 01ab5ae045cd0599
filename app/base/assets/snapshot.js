// What the server has of one person in one activity, as this phone last knew it: a page kept for times without a line is older than that.
import { read, write } from "./store.js";

export class Snapshot {
  /** `page` names one rendering of the page: a fresh one knows better than the phone, a kept one does not. */
  constructor({ owner, activity, page }) {
    this.key = `saved/${owner}/${activity}`;
    this.page = page;
  }

  /** What arrived since this very page was made; null on a fresh page. */
  async newer() {
    const kept = await read(this.key);
    return kept?.page === this.page && Array.isArray(kept.items) ? kept.items : null;
  }

  keep(items) {
    return write(this.key, { page: this.page, items });
  }
}
