// Records what somebody says: only after their yes, seen and heard to be running, never in the background.
//
//   class VoiceRecorder extends EventTarget
//     VoiceRecorder.trouble           "" when this browser can record here, else "insecure" or "impossible"
//     start({ isConsented })          asks for the microphone and records; refuses without a yes (E14)
//     stop(reason = "asked")          ends the recording; the microphone is free at once
//     discard()                       ends it and forgets what was said
//     state                           idle, asking, recording, done, failed
//     reason                          why it ended: asked, hidden, ended, full; or failed: denied, missing, impossible, empty
//     blob, mediaType, seconds        what was recorded, once `done`
//     level                           loudness between 0 and 1 while recording
//   Events: `change` when state differs, `tick` some times a second while recording.
//
// The dialog around it is `openVoice` in voice_dialog.js.

export const LONGEST = 180; // seconds
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const BITS = 32_000; // a second: speech stays clear, three minutes are 0.7 MB
const EVERY = 100; // milliseconds between two ticks

export class VoiceRecorder extends EventTarget {
  constructor() {
    super();
    this.forget("idle");
    this.onHidden = () => document.visibilityState === "hidden" && this.stop("hidden");
    this.onLeave = () => this.stop("hidden");
  }

  static get trouble() {
    if (!window.isSecureContext) return "insecure";
    return navigator.mediaDevices?.getUserMedia && window.MediaRecorder ? "" : "impossible";
  }

  forget(state) {
    Object.assign(this, { state, reason: "", blob: null, mediaType: "", seconds: 0, level: 0 });
  }

  async start({ isConsented }) {
    if (isConsented !== true) throw new Error("nothing is recorded without a yes");
    if (this.state === "asking" || this.state === "recording") return;
    this.forget("asking");
    this.changed();
    document.addEventListener("visibilitychange", this.onHidden);
    addEventListener("pagehide", this.onLeave);
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
    } catch ({ name }) {
      if (this.state === "asking") this.fail(name === "NotAllowedError" || name === "SecurityError" ? "denied" : name === "NotFoundError" ? "missing" : "impossible");
      return;
    }
    if (this.state === "asking") this.record(stream);
    else release(stream); // the person went away while the question was open
  }

  record(stream) {
    this.stream = stream;
    const kind = KINDS.find((one) => MediaRecorder.isTypeSupported(one));
    const parts = [];
    try {
      const recorder = new MediaRecorder(stream, { audioBitsPerSecond: BITS, ...(kind && { mimeType: kind }) });
      this.recorder = recorder;
      recorder.addEventListener("dataavailable", ({ data }) => data.size && parts.push(data));
      recorder.addEventListener("stop", () => this.recorder === recorder && this.finish(parts));
      recorder.addEventListener("error", () => this.stop("ended"));
      recorder.start(1000); // in parts: what was said so far survives a microphone that is pulled out
    } catch {
      this.free();
      this.fail("impossible");
      return;
    }
    for (const track of stream.getAudioTracks()) track.addEventListener("ended", () => this.stop("ended"));
    this.measure(stream);
    this.begun = performance.now();
    this.state = "recording";
    this.timer = setInterval(() => this.tick(), EVERY);
    // A screen that goes dark by itself would end the recording; where this cannot be asked for, it just ends.
    this.awake = navigator.wakeLock?.request("screen").catch(() => null);
    this.changed();
  }

  measure(stream) {
    const Context = window.AudioContext ?? window.webkitAudioContext;
    if (!Context) return;
    this.sound = new Context();
    this.analyser = this.sound.createAnalyser();
    this.analyser.fftSize = 512;
    this.sound.createMediaStreamSource(stream).connect(this.analyser);
  }

  tick() {
    this.seconds = Math.min((performance.now() - this.begun) / 1000, LONGEST);
    if (this.analyser) {
      const samples = new Uint8Array(this.analyser.fftSize);
      this.analyser.getByteTimeDomainData(samples);
      const power = samples.reduce((sum, value) => sum + ((value - 128) / 128) ** 2, 0) / samples.length;
      this.level = Math.min(1, Math.sqrt(power) * 3);
    }
    if (this.seconds >= LONGEST) this.stop("full");
    else this.dispatchEvent(new Event("tick"));
  }

  stop(reason = "asked") {
    if (this.state === "asking") {
      this.unlisten();
      this.forget("idle");
      this.changed();
    }
    if (this.state !== "recording" || this.recorder.state === "inactive") return;
    this.reason = reason;
    this.seconds = Math.min((performance.now() - this.begun) / 1000, LONGEST);
    this.recorder.stop();
    this.free();
  }

  finish(parts) {
    this.free(); // a track that ended stops the recorder by itself
    const type = this.recorder.mimeType || parts[0]?.type || "audio/mp4";
    this.mediaType = type.split(";")[0];
    this.blob = new Blob(parts, { type: this.mediaType });
    this.reason ||= "ended";
    if (this.blob.size) {
      this.state = "done";
      this.changed();
    } else {
      this.fail("empty");
    }
  }

  discard() {
    const { recorder } = this;
    this.recorder = null;
    this.forget("idle");
    if (recorder && recorder.state !== "inactive") recorder.stop();
    this.free();
    this.changed();
  }

  fail(reason) {
    this.unlisten();
    this.forget("failed");
    this.reason = reason;
    this.changed();
  }

  free() {
    this.unlisten();
    clearInterval(this.timer);
    release(this.stream);
    this.sound?.close().catch(() => {});
    this.awake?.then((lock) => lock?.release());
    Object.assign(this, { stream: null, sound: null, analyser: null, awake: null, level: 0 });
  }

  unlisten() {
    document.removeEventListener("visibilitychange", this.onHidden);
    removeEventListener("pagehide", this.onLeave);
  }

  changed() {
    this.dispatchEvent(new Event("change"));
  }
}

const release = (stream) => stream?.getTracks().forEach((track) => track.stop());
