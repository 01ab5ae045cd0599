// How much the other devices have sent, asked for now and then while somebody looks and there is a line.

const PAUSE = 60_000;

export class Counts extends EventTarget {
  constructor(url) {
    super();
    this.url = url;
    this.found = null; // not known
    if (!url) return;
    setInterval(() => this.ask(), PAUSE);
    addEventListener("online", () => this.ask());
    document.addEventListener("visibilitychange", () => this.ask());
  }

  async ask() {
    if (!this.url || document.visibilityState !== "visible" || !navigator.onLine || this.isAsking) return;
    this.isAsking = true;
    try {
      const response = await fetch(this.url, { headers: { Accept: "application/json" }, cache: "no-store" });
      if (response.ok) {
        this.found = await response.json();
        this.dispatchEvent(new Event("change"));
      }
    } catch {
      // no line: what was known stays
    } finally {
      this.isAsking = false;
    }
  }
}
