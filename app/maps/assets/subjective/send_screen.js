// The last look at a map before it goes, and what has arrived of it.
import { element } from "../../../base/assets/dialog.js";
import { Sending } from "./sending.js";

/** Events: `change` (detail: title, startPoint, mayShow, mayQuote), `sent`, `arrived`, `again`, `trouble` (detail: {text, url}). */
export class SendScreen extends EventTarget {
  constructor(root, config) {
    super();
    Object.assign(this, { config, words: config.words, isFollowing: false });
    this.part = (name) => root.querySelector(`[data-${name}]`);
    this.sending = new Sending(config);
    this.sending.addEventListener("change", () => this.look());
    addEventListener("offline", () => this.look());
    for (const name of ["map-name", "start-point", "may-show", "may-quote"]) this.part(name).addEventListener("input", () => this.tell("change", this.answers()));
    this.part("send").addEventListener("click", () => this.send());
    this.part("change").addEventListener("click", () => this.again());
  }

  start() {
    return this.sending.start();
  }

  tell(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  answers() {
    return { title: this.part("map-name").value.trim(), startPoint: this.part("start-point").value, mayShow: this.part("may-show").checked, mayQuote: this.part("may-quote").checked };
  }

  /** `made` is the whole map, `pictures` are elements that show it. */
  show(made, pictures) {
    this.made = made;
    this.part("ready").hidden = made.isSent;
    this.part("under-way").hidden = !made.isSent;
    this.part("final").replaceChildren(...pictures);
    this.part("map-name").value = made.title;
    this.part("start-point").value = made.startPoint;
    this.part("may-show").checked = made.mayShow;
    this.part("may-quote").checked = Boolean(made.mayQuote);
    this.isEmpty = !pictures.length;
    this.part("nothing").hidden = true;
    if (made.isSent) this.look();
  }

  async send() {
    if (this.isEmpty) {
      this.part("nothing").textContent = this.words.nothing;
      this.part("nothing").hidden = false;
      return;
    }
    if (this.isSending) return;
    this.isSending = true;
    Object.assign(this.made, this.answers());
    await this.sending.send(this.made);
    this.isSending = false;
    this.tell("sent");
    this.follow();
  }

  /** Watches until everything has arrived. */
  follow() {
    this.isFollowing = true;
    this.look();
  }

  async look() {
    this.showTrouble();
    if (!this.isFollowing) return;
    const left = await this.sending.left(this.made);
    if (!left.length) {
      this.isFollowing = false;
      this.tell("arrived");
      return;
    }
    this.part("left").replaceChildren(...left.map((one) => this.entry(one)));
    const isRefused = left.some(({ state }) => state === "refused");
    this.part("way-text").textContent = this.words[isRefused ? "notTaken" : this.sending.outbox.isOffline ? "kept" : "onItsWay"];
    this.part("change").hidden = !isRefused;
  }

  entry({ name, state, message }) {
    const item = element("li", { className: `sheet__part sheet__part--${state}` }, element("strong", { textContent: this.words[name] }), element("span", { textContent: this.words[state] }));
    if (message) item.append(element("p", { className: "small", textContent: message }));
    return item;
  }

  async again() {
    this.isFollowing = false;
    await this.sending.takeBack(this.made);
    this.tell("again");
  }

  showTrouble() {
    const { outbox } = this.sending;
    const isWaiting = this.made?.isSent;
    if (outbox.isSignedOut) this.tell("trouble", { text: this.words.signedOut, url: this.config.urls.resume });
    else if (!outbox.isKept) this.tell("trouble", { text: this.words.notKept });
    else this.tell("trouble", { text: isWaiting && outbox.isOffline ? this.words.offline : "" });
  }
}
