// Choosing or taking a photo, making it safe on the phone, saying what it shows. For all pages that take photos.
//
//   openPhoto({ host, words, consents = [] }) → Promise<null | {
//     blob, mediaType, width, height,   what to hand to outbox.putMedia; width and height are null for what was not decoded
//     place,                            {lat, lon} the camera wrote into the file, or null; a proposal, never the answer
//     hasPeople,                        whether people can be recognised, as the person says
//     text,                             the caption, perhaps ""
//     consents,                         [{purpose, giver: "self", text_version}] as ticked
//   }>
//
// `host` is where the dialog goes, `words` are photo_words() of app/base/capture_words.py, `consents` lists
// {purpose, text, version} that have to be ticked ("photo_people" only when people can be recognised). Null: went away.
import { Dialog, button, choice, complaint, element, tick } from "./dialog.js";
import { Brush } from "./photo_brush.js";
import { placeIn } from "./photo_place.js";
import { shrink, toJpeg } from "./photo_shrink.js";

const MOST = 20 * 1024 * 1024; // bytes the server takes of a file that this browser could not shrink
const LONGEST_TEXT = 300;

export function openPhoto({ host, words, consents = [] }) {
  const dialog = new Dialog(host, { title: words.title, close: words.close });
  choose(dialog, words, consents);
  return Object.assign(dialog.result, { close: () => dialog.close() });
}

/** What may be on a photo, in plain words (E13), and the two ways to get one. */
function choose(dialog, words, consents, trouble = "") {
  const rules = element("ul", { className: "capture__rules" }, ...words.rules.map((rule) => element("li", { textContent: rule })));
  const wrong = complaint();
  const take = (input) => input.files[0] && look(dialog, words, consents, input.files[0]);
  dialog.step(
    words.title,
    element("p", { textContent: words.before }),
    rules,
    element("p", { className: "muted small", textContent: words.team }),
    wrong,
    element("div", { className: "capture__ways" }, picker(words.take, "primary", take, true), picker(words.gallery, "secondary", take, false)),
  );
  wrong.tell(trouble);
}

function picker(text, kind, onChosen, isCamera) {
  const input = element("input", { type: "file", accept: "image/*" });
  if (isCamera) input.setAttribute("capture", "environment");
  input.addEventListener("change", () => onChosen(input));
  return element("label", { className: `kern-btn kern-btn--${kind} capture__file` }, element("span", { textContent: text }), input);
}

async function look(dialog, words, consents, file) {
  dialog.step(words.title, element("p", { className: "capture__wait", textContent: words.wait }));
  dialog.say(words.wait);
  const [place, picture] = await Promise.all([placeIn(file), shrink(file)]);
  dialog.say("");
  if (!picture && !isForServer(file)) {
    choose(dialog, words, consents, file.size > MOST ? words.tooLarge : words.noPhoto);
    return;
  }
  edit(dialog, words, consents, { file, picture, place });
}

/** Only the kinds that phones make and this browser may not know; anything else is no photo. */
const isForServer = ({ type, name, size }) => size > 0 && size <= MOST && (/^image\/(heic|heif|avif)/.test(type) || /\.(heic|heif)$/i.test(name));

function edit(dialog, words, consents, { file, picture, place }) {
  const wrong = complaint();
  const people = consents.find(({ purpose }) => purpose === "photo_people");
  const asked = consents.map((consent) => ({ ...consent, tick: tick(consent.text) }));
  const peopleTick = asked.find(({ purpose }) => purpose === "photo_people")?.tick;
  const hint = element("p", { className: "capture__hint", textContent: words.peopleHint });
  let hasPeople = null;
  const showPeople = () => {
    hint.hidden = !hasPeople;
    if (peopleTick) peopleTick.hidden = !hasPeople;
  };
  const question = choice(words.people, [["no", words.no], ["yes", words.yes]], (value) => {
    hasPeople = value === "yes";
    showPeople();
    wrong.tell("");
  });
  const caption = element("input", { type: "text", id: "photo-caption", maxLength: LONGEST_TEXT, dir: "auto", autocomplete: "off" });
  const canvas = picture && element("canvas", { className: "capture__canvas", tabIndex: 0 });
  const brush = picture && new Brush(canvas, picture);

  const finish = async () => {
    const missing = asked.find(({ purpose, tick: box }) => !box.input.checked && (purpose !== "photo_people" || hasPeople));
    const problem = hasPeople === null ? words.sayPeople : missing?.purpose === "photo_people" ? words.tickPeople : missing ? words.tickPhoto : "";
    wrong.tell(problem);
    if (problem) {
      (hasPeople === null ? question.querySelector("input") : missing.tick.input).focus();
      return;
    }
    const given = asked.filter(({ tick: box, purpose }) => box.input.checked && (purpose !== "photo_people" || hasPeople));
    const made = picture ? await toJpeg(brush.finished()) : { blob: file, width: null, height: null };
    dialog.close({
      ...made,
      mediaType: made.blob.type || "image/heic",
      place,
      hasPeople,
      text: caption.value.trim(),
      consents: given.map(({ purpose, version }) => ({ purpose, giver: "self", text_version: version })),
    });
  };

  dialog.step(
    words.look,
    ...(picture ? blurring(canvas, brush, words, dialog) : [element("p", { className: "capture__unseen", textContent: words.unseen })]),
    question,
    hint,
    ...(people ? [peopleTick] : []),
    element("label", { className: "capture__label", htmlFor: caption.id, textContent: words.caption }),
    caption,
    ...asked.filter(({ purpose }) => purpose !== "photo_people").map(({ tick: box }) => box),
    wrong,
    element(
      "div",
      { className: "capture__actions" },
      button(words.other, () => choose(dialog, words, consents)),
      button(words.use, finish, "primary"),
    ),
  );
  showPeople();
}

/** The photo to wipe over, and the same by buttons and keys. */
function blurring(canvas, brush, words, dialog) {
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", words.picture);
  const undo = button(words.undo, () => {
    brush.undo();
    dialog.say(words.undone);
    if (undo.disabled) box.focus();
  });
  const box = button(words.box, () => {
    brush.addBox();
    dialog.say(words.boxed);
    moves.querySelector("button").focus();
  });
  const step = (label, sign, act) => {
    const made = element("button", { type: "button", className: "capture__step", textContent: sign });
    made.setAttribute("aria-label", label);
    made.addEventListener("click", act);
    return made;
  };
  const moves = element(
    "div",
    { className: "capture__moves", dir: "ltr" },
    step(words.left, "←", () => brush.moveBox(-1, 0)),
    step(words.up, "↑", () => brush.moveBox(0, -1)),
    step(words.down, "↓", () => brush.moveBox(0, 1)),
    step(words.right, "→", () => brush.moveBox(1, 0)),
    step(words.larger, "+", () => brush.growBox(1)),
    step(words.smaller, "−", () => brush.growBox(-1)),
  );
  moves.setAttribute("role", "group");
  moves.setAttribute("aria-label", words.boxGroup);
  const keys = { ArrowLeft: [-1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowRight: [1, 0] };
  for (const target of [canvas, moves]) {
    target.addEventListener("keydown", (event) => {
      if (!brush.box) return;
      if (keys[event.key]) brush.moveBox(...keys[event.key]);
      else if (event.key === "+") brush.growBox(1);
      else if (event.key === "-") brush.growBox(-1);
      else return;
      event.preventDefault();
    });
  }
  const show = () => {
    undo.disabled = !brush.marks.length;
    moves.hidden = !brush.box;
  };
  brush.addEventListener("change", show);
  show();
  return [element("p", { className: "capture__how", textContent: words.brush }), canvas, element("div", { className: "capture__tools" }, undo, box), moves];
}
