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
import { Dialog, complaint, element } from "./dialog.js";
import { editPhoto } from "./photo_edit.js";
import { placeIn } from "./photo_place.js";
import { shrink } from "./photo_shrink.js";

const MOST = 20 * 1024 * 1024; // bytes the server takes of a file that this browser could not shrink

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
  const ways = element("div", { className: "capture__ways" }, picker(words.take, "primary", take, true), picker(words.gallery, "secondary", take, false));
  dialog.step(words.title, [element("p", { textContent: words.before }), rules, element("p", { className: "muted small", textContent: words.team }), wrong], [ways]);
  wrong.tell(trouble);
}

function picker(text, kind, onChosen, isCamera) {
  const input = element("input", { type: "file", accept: "image/*" });
  if (isCamera) input.setAttribute("capture", "environment");
  input.addEventListener("change", () => onChosen(input));
  return element("label", { className: `kern-btn kern-btn--${kind} capture__file` }, element("span", { textContent: text }), input);
}

async function look(dialog, words, consents, file) {
  dialog.step(words.title, [element("p", { className: "capture__wait", textContent: words.wait })]);
  dialog.say(words.wait);
  const [place, picture] = await Promise.all([placeIn(file), shrink(file)]);
  dialog.say("");
  if (!picture && !isForServer(file)) {
    choose(dialog, words, consents, file.size > MOST ? words.tooLarge : words.noPhoto);
    return;
  }
  editPhoto(dialog, { words, consents, file, picture, place, onOther: () => choose(dialog, words, consents) });
}

/** Only the kinds that phones make and this browser may not know; anything else is no photo. */
const isForServer = ({ type, name, size }) => size > 0 && size <= MOST && (/^image\/(heic|heif|avif)/.test(type) || /\.(heic|heif)$/i.test(name));
