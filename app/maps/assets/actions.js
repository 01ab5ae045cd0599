// What the list beside the map can do with a needle or a drawing: change it, remove it, show it, compare it.
import { config } from "./page.js";

const NEAR = 16;

/** `act(name, id)` for the buttons of the list. */
export function makeActions({ marks, map, drawn, ask, openMark, closeList, say, part }) {
  const { words, questions } = config;
  const askAbout = (mark) => ask(Math.max(0, questions.findIndex((one) => one.key === mark.question)), { isFocused: false });

  return (name, id) => {
    const mark = marks.get(id);
    if (name === "edit") openMark(id);
    if (name === "remove") marks.remove(id).then(() => say(words.removed));
    if (name === "show") {
      closeList();
      askAbout(mark);
      if (mark.shape) drawn.lookAt(mark.shape);
      else map.setView([mark.lat, mark.lon], Math.max(map.getZoom(), NEAR));
      part("map").focus();
    }
    if (name === "compare") {
      closeList();
      askAbout(mark);
      drawn.reveal(id);
    }
  };
}
