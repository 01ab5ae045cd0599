// Telling what is on the map: up to three minutes of voice with the second of every sticker named in it, or written.
import { element } from "../../../base/assets/dialog.js";
import { LONGEST, VoiceRecorder } from "../../../base/assets/voice.js";

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** `told` is {text, voice: null | {blob, mediaType, seconds, marks: [{number, second}], consents}}. Event `change`. */
export class Telling extends EventTarget {
  constructor(root, { words, voice }) {
    super();
    Object.assign(this, { root, words, voice, marks: [] });
    this.told = { text: "", voice: null };
    this.recorder = new VoiceRecorder();
    this.part = (name) => root.querySelector(`[data-${name}]`);
    this.recorder.addEventListener("change", () => this.turned());
    this.recorder.addEventListener("tick", () => this.ticked());
    this.part("record").addEventListener("click", () => this.begin());
    this.part("stop").addEventListener("click", () => this.recorder.stop());
    this.part("again").addEventListener("click", () => this.forget());
    this.part("told").addEventListener("input", () => this.keep({ text: this.part("told").value }));
    const trouble = VoiceRecorder.trouble;
    if (trouble || !voice.isAllowed) {
      this.part("speak").hidden = true;
      this.part("mute").textContent = trouble ? voice.words[trouble] : `${voice.words.name}: ${voice.reason}`;
      this.part("mute").hidden = false;
    }
  }

  /** Shows what was told and the stickers that can be named while talking. */
  show(told, stickers) {
    this.told = { text: "", voice: null, ...told };
    this.stickers = stickers;
    this.part("told").value = this.told.text;
    this.fillStickers();
    this.turned();
  }

  keep(changes) {
    this.told = { ...this.told, ...changes };
    this.dispatchEvent(new Event("change"));
  }

  begin() {
    const boxes = [...this.part("speak").querySelectorAll("input[type=checkbox]")];
    const missing = boxes.find((box) => !box.checked);
    this.part("wrong").textContent = missing ? this.voice.words.tickFirst : "";
    this.part("wrong").hidden = !missing;
    if (missing) missing.focus();
    else {
      this.marks = [];
      this.recorder.start({ isConsented: true });
    }
  }

  /** Leaving the page of telling ends the recording; what was said stays. */
  leave() {
    this.recorder.stop("hidden");
  }

  turned() {
    const { state, reason } = this.recorder;
    const isRunning = state === "recording";
    if (state === "done" && this.recorder.blob !== this.told.voice?.blob) {
      const { blob, mediaType, seconds } = this.recorder;
      const consents = this.voice.consents.map(({ purpose, version }) => ({ purpose, giver: "self", text_version: version }));
      this.keep({ voice: { blob, mediaType, seconds, consents, marks: this.marks } });
    }
    const { voice } = this.told;
    this.part("before").hidden = isRunning || state === "asking" || Boolean(voice);
    this.part("running").hidden = !isRunning;
    this.part("after").hidden = isRunning || !voice;
    this.root.classList.toggle("sheet--recording", isRunning);
    const says = { asking: "asking", recording: "recording", failed: reason }[state] ?? (voice ? this.ended(reason) : "");
    this.part("voice-state").textContent = says ? this.voice.words[says] : "";
    if (voice && !isRunning) this.play(voice);
    for (const button of this.part("stickers").querySelectorAll("button")) button.disabled = !isRunning;
    if (isRunning) this.part("stop").focus();
  }

  ended(reason) {
    return { hidden: "stoppedHidden", ended: "stoppedEnded", full: "stoppedFull" }[reason] ?? "done";
  }

  ticked() {
    const { seconds, level } = this.recorder;
    this.part("time").textContent = `${clock(seconds)} / ${clock(LONGEST)}`;
    this.part("level").value = level;
  }

  play({ blob, marks }) {
    const player = this.part("player");
    if (this.playing === blob) return;
    this.playing = blob;
    if (player.src) URL.revokeObjectURL(player.src);
    player.src = URL.createObjectURL(blob);
    this.part("marks").replaceChildren(
      ...marks.map(({ number, second }) => {
        const { label = "" } = this.stickers.find((one) => one.number === number) ?? {};
        return element("li", { textContent: `${clock(second)} – ${label || number}`, dir: "auto" });
      }),
    );
  }

  forget() {
    this.playing = null;
    this.recorder.discard();
    this.keep({ voice: null });
    this.turned();
    this.part("record").focus();
  }

  fillStickers() {
    this.part("stickers-box").hidden = !this.stickers.length;
    this.part("stickers").replaceChildren(
      ...this.stickers.map(({ number, label, colour }) => {
        const button = element("button", { type: "button", className: "sheet__mark", disabled: true }, element("strong", { textContent: number }), element("span", { textContent: label, dir: "auto" }));
        button.style.setProperty("--mark", colour);
        button.addEventListener("click", () => this.mark(number, button));
        return element("li", {}, button);
      }),
    );
  }

  mark(number, button) {
    const second = Math.round(this.recorder.seconds * 10) / 10;
    this.marks.push({ number, second });
    button.dataset.told = clock(second);
    this.part("voice-said").textContent = `${number}: ${clock(second)}`;
  }
}
