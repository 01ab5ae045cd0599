// Speaking instead of writing: the yes of all who can be heard, the recording with its signs, listening, once more.
//
//   openVoice({ host, words, consents = [] }) → Promise<null | { blob, mediaType, seconds, consents }>
//
// `words` are voice_words() of app/base/capture_words.py; `consents` lists {purpose, text, version} that have to be
// ticked; each of them speaks for everybody who can be heard, and without any that alone is asked. Null: the person went away, nothing is kept.
import { Dialog, button, complaint, element, tick } from "./dialog.js";
import { LONGEST, VoiceRecorder } from "./voice.js";

const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

export function openVoice({ host, words, consents = [] }) {
  const dialog = new Dialog(host, { title: words.title, close: words.close });
  const recorder = new VoiceRecorder();
  dialog.result.then(() => recorder.discard());
  if (VoiceRecorder.trouble) dialog.step(words.title, [element("p", { textContent: `${words[VoiceRecorder.trouble]} ${words.write}` })]);
  else ask(dialog, recorder, words, consents);
  return Object.assign(dialog.result, { close: () => dialog.close() });
}

function ask(dialog, recorder, words, consents) {
  const asked = consents.map((consent) => ({ ...consent, box: tick(consent.text) }));
  const boxes = asked.length ? asked.map(({ box }) => box) : [tick(words.everybody)];
  const wrong = complaint();
  const start = () => {
    const missing = boxes.find(({ input }) => !input.checked);
    wrong.tell(missing ? words.tickFirst : "");
    if (missing) missing.input.focus();
    else run(dialog, recorder, words, asked);
  };
  const said = [element("p", { textContent: words.before }), element("p", { className: "muted small", textContent: words.team })];
  dialog.step(words.title, [...said, ...boxes, wrong], [element("div", { className: "capture__ways" }, button(words.start, start, "primary"))]);
}

/** Recording and afterwards; the microphone is asked for only now. */
function run(dialog, recorder, words, asked) {
  const time = element("p", { className: "capture__time" });
  time.setAttribute("role", "timer");
  const level = element("div", { className: "capture__level", ariaHidden: "true" }, element("span"));
  const state = element("p", { className: "capture__state" });
  state.setAttribute("role", "status");
  const actions = element("div", { className: "capture__ways" });
  let playing = null;

  const again = () => {
    playing?.end();
    recorder.start({ isConsented: true });
  };
  const take = () => {
    playing?.end();
    const { blob, mediaType, seconds } = recorder;
    const given = asked.map(({ purpose, version }) => ({ purpose, giver: "self", text_version: version }));
    dialog.close({ blob, mediaType, seconds, consents: given });
  };
  const buttons = {
    asking: () => [],
    recording: () => [button(words.stop, () => recorder.stop(), "primary")],
    done: () => {
      playing = new Player(recorder.blob, words);
      return [playing.button, button(words.again, again), button(words.use, take, "primary")];
    },
    failed: () => [button(words.retry, again)],
    idle: () => [button(words.start, again, "primary")],
  };
  const show = () => {
    const { state: now, reason } = recorder;
    dialog.root.dataset.voice = now;
    const said = { hidden: words.stoppedHidden, ended: words.stoppedEnded, full: words.stoppedFull, asked: words.done };
    const failed = { denied: words.denied, missing: words.missing, impossible: words.impossible, empty: words.empty };
    state.textContent = { asking: words.asking, recording: words.recording, done: said[reason], failed: `${failed[reason]} ${words.write}`, idle: "" }[now];
    level.hidden = now !== "recording";
    time.hidden = now === "asking" || now === "failed" || now === "idle";
    actions.replaceChildren(...buttons[now]());
    actions.querySelector("button")?.focus({ preventScroll: true });
    tell();
  };
  const tell = () => {
    time.textContent = recorder.state === "done" ? clock(recorder.seconds) : `${clock(recorder.seconds)} / ${clock(LONGEST)}`;
    level.firstChild.style.setProperty("--level", recorder.level.toFixed(2));
  };
  recorder.addEventListener("change", show);
  recorder.addEventListener("tick", tell);
  dialog.result.then(() => playing?.end());
  dialog.step(words.title, [element("div", { className: "capture__voice" }, state, time, level)], [actions]);
  again();
}

/** Plays what was recorded; a button that becomes its own end. */
class Player {
  constructor(blob, words) {
    this.words = words;
    this.audio = new Audio();
    this.url = URL.createObjectURL(blob);
    this.audio.src = this.url;
    this.button = button(words.play, () => (this.audio.paused ? this.audio.play().catch(() => this.show()) : this.audio.pause()));
    for (const name of ["play", "pause", "ended"]) this.audio.addEventListener(name, () => this.show());
  }

  show() {
    this.button.textContent = this.audio.paused ? this.words.play : this.words.pause;
  }

  end() {
    this.audio.pause();
    this.audio.removeAttribute("src");
    URL.revokeObjectURL(this.url);
  }
}
