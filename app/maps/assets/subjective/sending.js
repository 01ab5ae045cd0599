// Hands a finished map to the outbox: its words first, then the drawing, the photos and the voice that belong to it.
import { newId } from "../../../base/assets/new_id.js";
import { Outbox } from "../../../base/assets/outbox.js";

/** Ids of everything that may be sent, made once, so that sending twice is the same as sending once. */
export const newIds = () => Object.fromEntries(["sitting", "map", "telling", "drawing", "photo1", "photo2", "voice"].map((name) => [name, newId()]));

export class Sending extends EventTarget {
  constructor(config) {
    super();
    this.config = config;
    this.outbox = new Outbox(config.owner);
    for (const name of ["change", "arrived", "signedout", "online"]) this.outbox.addEventListener(name, () => this.dispatchEvent(new Event("change")));
  }

  start() {
    return this.outbox.start();
  }

  /** `made` is the whole draft of the page. */
  async send(made) {
    const { ids } = made;
    await this.outbox.put({ id: ids.sitting, method: "PUT", url: `/api/submissions/${ids.sitting}`, body: this.body(made) });
    for (const file of this.files(made)) await this.outbox.putMedia(file);
  }

  body({ ids, mode, title, startPoint, told, places, drawing, mayQuote }) {
    const about = { about: ids.map };
    const map = {
      id: ids.map,
      kind: "subjective_map",
      title: title || this.config.words.map,
      attributes: { made: mode === "paper" ? "paper" : "drawn", ...(startPoint && { start_point: startPoint }) },
    };
    const contributions = [map];
    if (told.text.trim() || told.voice) contributions.push({ id: ids.telling, kind: "narration", title: this.config.words.telling, text: told.text.trim(), attributes: about });
    for (const [name, place] of Object.entries(places.chosen)) contributions.push(this.place(name, place, drawing, about));
    // One yes for all words of the map.
    if (mayQuote) for (const said of contributions) said.quote = this.config.quote.version;
    return { activity: this.config.activity, device_time: new Date().toISOString(), language: this.config.language, contributions };
  }

  place(name, { id, precision, lat, lon }, drawing, about) {
    const rating = drawing?.objects.find((found) => found.type === "sticker" && found.name === name)?.rating;
    return {
      id,
      kind: "mark",
      title: name,
      place_text: name,
      quality: (rating && this.config.ratings[rating].quality) || null,
      geometry: lat === undefined ? null : { type: "Point", coordinates: [lon, lat] },
      precision,
      attributes: { ...about, ...(rating && { rating }) },
    };
  }

  files({ ids, mode, drawing, photos, told, mayShow }) {
    const consents = mayShow ? [this.config.showing].map(({ purpose, version }) => ({ purpose, giver: "self", text_version: version })) : [];
    const common = { contribution: ids.map, text: "", data: null, consents };
    const files = [];
    if (mode === "paper") {
      for (const stage of [1, 2]) {
        if (photos[stage]) files.push({ ...common, id: ids[`photo${stage}`], kind: "scan", blob: photos[stage].blob, mediaType: "image/jpeg", position: stage });
      }
    } else {
      const blob = new Blob([JSON.stringify(drawing)], { type: "application/json" });
      files.push({ ...common, id: ids.drawing, kind: "drawing", blob, mediaType: "application/json", position: 0 });
    }
    if (told.voice) {
      const { blob, mediaType, marks, consents: given } = told.voice;
      files.push({ id: ids.voice, contribution: ids.telling, kind: "audio", blob, mediaType, position: 0, text: "", data: { stickers: marks }, consents: given });
    }
    return files;
  }

  /** What is still on the phone: [{name, state: local|sending|refused, message}]; empty when all has arrived. */
  async left({ ids }) {
    const record = this.outbox.records.get(ids.sitting);
    const files = [...(await this.outbox.media(ids.map)), ...(await this.outbox.media(ids.telling))];
    const names = { drawing: "drawing", scan: "photo", audio: "voice" };
    const found = files.map(({ kind, state, message }) => ({ name: names[kind], state: state === "waiting" ? "local" : state, message }));
    if (record) found.unshift({ name: "words", state: record.state === "waiting" ? "local" : record.state, message: record.message });
    return found;
  }

  /** Takes back what was refused, so that it can be changed and sent under new ids. */
  async takeBack({ ids }) {
    await this.outbox.drop(ids.sitting, `/api/contributions/${ids.map}`);
  }
}
