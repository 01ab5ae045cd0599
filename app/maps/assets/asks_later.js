// Fetches what asks the follow-ups of a pin when somebody begins, at the latest with the first pin: the map comes first.

/** The same doors as `Asks`. Without a line and without a copy nothing is asked, and what was answered stays. */
export class AsksLater {
  constructor(given) {
    this.given = given;
    for (const begin of ["pointerdown", "keydown"]) addEventListener(begin, () => this.load(), { once: true });
  }

  load() {
    this.ready ??= import("./asks.js").then(
      ({ Asks }) => {
        this.asks = new Asks(this.given);
        if (!this.opened) return;
        this.asks.open(...this.opened);
        this.asks.refresh(this.quality);
      },
      () => {
        this.ready = undefined;
      },
    );
    return this.ready;
  }

  open(mark, question) {
    this.opened = [mark, question];
    this.quality = mark.quality;
    if (this.asks) this.asks.open(mark, question);
    else this.load();
  }

  refresh(quality) {
    this.quality = quality;
    if (this.opened) this.asks?.refresh(quality);
  }

  said() {
    const [{ followups = {}, words = {} }] = this.opened;
    return this.asks ? this.asks.said() : { followups, words };
  }

  async isSound(text) {
    await this.load();
    return this.asks ? this.asks.isSound(text) : true;
  }
}
