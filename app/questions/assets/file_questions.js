// Questions that are answered by photos or a recording: what there is stands beside the question, with buttons for more.
import { MediaAsking } from "../../base/assets/media_asking.js";
import { entry, nameOf } from "../../base/assets/media_items.js";
import { newId } from "../../base/assets/new_id.js";
import { writeFiles } from "./fields.js";

const capture = () => import("../../base/assets/capture.js");

export class FileQuestions {
  /** `walk` has config.media (words, consents), `store` is a MediaStore, `group()` the id under which drafts are kept. */
  constructor(walk, { store, group }) {
    const { form, config } = walk;
    Object.assign(this, { walk, form, config, store, group, words: config.media.words });
    this.found = new Map(); // where a photo beside a mark was taken, by the path of the mark
    this.asking = new MediaAsking({ capture, media: config.media, say: (text) => walk.say(text) });
    if (["photo", "audio"].some((kind) => this.asking.may(kind))) this.asking.prepare();
    form.addEventListener("click", ({ target }) => {
      const add = target.closest("[data-add-file]");
      if (add) this.add(add.dataset.addFile);
      if (target.dataset.there) this.answer(target.closest("[data-mark]"), target.dataset.there === "yes");
    });
    store.addEventListener("change", () => this.show());
  }

  changed() {
    this.walk.refresh();
    this.walk.changed();
  }

  say(text) {
    this.walk.say(text);
  }

  box(path) {
    return this.form.querySelector(`[data-files="${path}"]`);
  }

  /** The ids of all files the answers name. */
  ids() {
    return [...this.form.querySelectorAll("[data-files] > input[type=hidden]")].map(({ value }) => value);
  }

  /** What is known of a file: on the phone, or kept by the server since a page without a script. */
  itemsOf(ids) {
    const here = new Map(this.store.items(({ id }) => ids.includes(id)).map((item) => [item.id, item]));
    const there = new Map((this.config.unsent?.files ?? []).map((item) => [item.id, { ...item, state: "kept" }]));
    return ids.map((id) => here.get(id) ?? there.get(id)).filter(Boolean);
  }

  show() {
    for (const box of this.form.querySelectorAll("[data-files]")) this.showBox(box);
    for (const place of this.form.querySelectorAll("[data-elsewhere]")) place.hidden = !this.found.has(place.closest("[data-mark]").dataset.mark);
  }

  showBox(box) {
    const { kind } = box.closest(".ask").dataset;
    const ids = [...box.querySelectorAll(":scope > input")].map(({ value }) => value);
    const items = this.itemsOf(ids);
    const sign = JSON.stringify(items.map(({ id, state, percent, message, blob }) => [id, state, percent, message, Boolean(blob)]));
    if (box.dataset.shown !== sign) {
      box.dataset.shown = sign;
      const list = box.querySelector("[data-files-items]");
      const focused = document.activeElement?.closest?.("[data-files-items] li")?.dataset.id;
      const pictureOf = (item) => this.asking.pictureOf(item, this.store.outbox);
      list.replaceChildren(...items.map((item) => entry(item, this.config, { picture: pictureOf(item), onRemove: (one) => this.remove(box.dataset.files, one) })));
      if (focused) (list.querySelector(`[data-id="${focused}"] button`) ?? box.querySelector("[data-add-file]")).focus({ preventScroll: true });
    }
    const isFull = ids.length >= Number(box.dataset.most);
    box.querySelector("[data-add-file]").hidden = isFull || !this.asking.may(kind);
    this.asking.explain(box.querySelector("[data-files-reason]"), isFull ? [] : [kind]);
  }

  async add(path) {
    const { kind } = this.box(path).closest(".ask").dataset;
    const found = kind === "photo" ? await this.asking.photo() : await this.asking.voice();
    const box = found && this.box(path); // the page may have been made anew meanwhile
    if (!box) return;
    const id = newId();
    const adding = this.store.add(this.group(), found.made, id);
    writeFiles(this.form, path, [...[...box.querySelectorAll(":scope > input")].map(({ value }) => value), id]);
    this.changed();
    this.say((await adding) ? this.words.added.replace("%1", nameOf(found.made, this.words)) : this.words.notKept);
    if (found.place) await this.compare(box, { lat: found.place.lat, lng: found.place.lon });
    box.querySelector("[data-add-file]:not([hidden]), .media__away")?.focus({ preventScroll: true });
  }

  async remove(path, item) {
    const box = this.box(path);
    writeFiles(this.form, path, [...box.querySelectorAll(":scope > input")].map(({ value }) => value).filter((id) => id !== item.id));
    await this.store.remove(item.id);
    this.changed();
    this.say(this.words.taken);
    box.querySelector("[data-add-file]").focus({ preventScroll: true });
  }

  /** What was there `before` and is no longer named goes: its mark or round is gone. */
  async forgetSince(before) {
    const now = new Set(this.ids());
    for (const id of before) if (!now.has(id) && this.store.drafts.has(id)) await this.store.remove(id);
  }

  /** Answers that name a file which this phone has not got any more are told from; how many there were. */
  dropLost() {
    let lost = 0;
    for (const box of this.form.querySelectorAll("[data-files]")) {
      const ids = [...box.querySelectorAll(":scope > input")].map(({ value }) => value);
      const known = this.itemsOf(ids).map(({ id }) => id);
      lost += ids.length - known.length;
      if (known.length < ids.length) writeFiles(this.form, box.dataset.files, known);
    }
    return lost;
  }

  /** The place in a photo is a proposal: where it differs from the point on the map, its owner decides. */
  async compare(box, there) {
    const card = box.closest("[data-mark]");
    const shape = card && JSON.parse(card.querySelector("[name$='.geometry']").value || "null");
    const place = card?.querySelector(":scope [data-elsewhere]");
    if (!place || shape?.type !== "Point") return;
    const [lng, lat] = shape.coordinates;
    if (!(await this.walk.maps.isElsewhere({ lat, lng }, there))) return;
    this.found.set(card.dataset.mark, there);
    this.show();
    place.scrollIntoView({ block: "nearest" });
  }

  answer(card, isThere) {
    const there = this.found.get(card.dataset.mark);
    this.found.delete(card.dataset.mark);
    const round = (value) => Math.round(value * 1e6) / 1e6;
    if (isThere && there) card.querySelector("[name$='.geometry']").value = JSON.stringify({ type: "Point", coordinates: [round(there.lng), round(there.lat)] });
    this.show();
    this.changed();
    if (isThere) this.say(this.words.moved);
    card.querySelector("[data-add-file]:not([hidden]), .media__away").focus({ preventScroll: true });
  }
}
