// The chosen photo: wiping over faces, whether people can be recognised, what one sees, the yes to it.
import { button, choice, complaint, element, sign, tick } from "./dialog.js";
import { Brush } from "./photo_brush.js";
import { toJpeg } from "./photo_shrink.js";

const LONGEST_TEXT = 300;
const PEOPLE = "photo_people";

/** Shows the step and closes the dialog with what `openPhoto` promises. `picture` is null for what the browser cannot show. */
export function editPhoto(dialog, { words, consents, file, picture, place, onOther }) {
  const wrong = complaint();
  const asked = consents.map((consent) => ({ ...consent, box: tick(consent.text) }));
  const people = asked.find(({ purpose }) => purpose === PEOPLE);
  const others = asked.filter((one) => one !== people);
  const hint = element("p", { className: "capture__hint", textContent: people ? words.peopleHint : words.wipePeople });
  let hasPeople = null;
  const showPeople = () => {
    hint.hidden = !hasPeople || !picture;
    if (people) people.box.hidden = !hasPeople;
  };
  const question = choice(words.people, [["no", words.no], ["yes", words.yes]], (value) => {
    hasPeople = value === "yes";
    showPeople();
    wrong.tell("");
  });
  const caption = element("input", { type: "text", id: "photo-caption", maxLength: LONGEST_TEXT, dir: "auto", autocomplete: "off" });
  const canvas = picture && element("canvas", { className: "capture__canvas", tabIndex: 0 });
  const brush = picture && new Brush(canvas, picture);

  /** What is still missing: its words and where to say it. What the browser cannot show cannot be wiped here: the team does. */
  const missing = () => {
    if (hasPeople === null) return [words.sayPeople, question.querySelector("input")];
    if (hasPeople && picture && !people) return [words.wipePeople, question.querySelector("input")];
    if (hasPeople && picture && !people.box.input.checked) return [words.tickPeople, people.box.input];
    const other = others.find(({ box }) => !box.input.checked);
    return other ? [words.tickPhoto, other.box.input] : null;
  };
  const finish = async () => {
    const found = missing();
    wrong.tell(found?.[0] ?? "");
    if (found) {
      found[1].focus();
      return;
    }
    const given = asked.filter((one) => one.box.input.checked && (one !== people || hasPeople));
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

  const parts = [
    ...(picture ? blurring(canvas, brush, words, dialog) : [element("p", { className: "capture__unseen", textContent: words.unseen })]),
    question,
    hint,
    ...(people ? [people.box] : []),
    element("label", { className: "capture__label", htmlFor: caption.id, textContent: words.caption }),
    caption,
    ...others.map(({ box }) => box),
    wrong,
  ];
  dialog.step(words.look, parts, [button(words.other, onOther), button(words.use, finish, "primary")]);
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
    canvas.scrollIntoView({ block: "start" }); // what the buttons move stays in sight
    moves.querySelector("button").focus({ preventScroll: true });
  });
  const step = (label, shown, act) => sign("capture__step", shown, label, act);
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
