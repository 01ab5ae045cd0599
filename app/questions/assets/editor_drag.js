// Dragging a question by its grip, with mouse or finger, to another place in the same list or another one.

/** Calls `placed(part, page, at)` when an item of one of these lists was let go at a new place. */
export function dragged(lists, placed) {
  for (const list of lists) {
    list.addEventListener("pointerdown", (event) => {
      const grip = event.target.closest("[data-grip]");
      if (grip && event.button === 0) begin(grip.closest("[data-part]"), grip, event, lists, placed);
    });
  }
}

function begin(item, grip, event, lists, placed) {
  event.preventDefault();
  grip.setPointerCapture(event.pointerId);
  const [home, next] = [item.parentElement, item.nextElementSibling];
  item.classList.add("is-dragged");

  const move = ({ clientX, clientY }) => {
    const under = document.elementFromPoint(clientX, clientY);
    const list = under?.closest("[data-page]")?.querySelector("[data-questions]");
    if (!list || !lists.includes(list)) return;
    for (const one of lists) one.classList.toggle("is-target", one === list);
    const others = [...list.children].filter((one) => one !== item);
    const before = others.find((one) => clientY < one.getBoundingClientRect().top + one.offsetHeight / 2);
    list.insertBefore(item, before ?? null);
  };

  const end = (isDropped) => {
    grip.removeEventListener("pointermove", move);
    item.classList.remove("is-dragged");
    for (const one of lists) one.classList.remove("is-target");
    if (!isDropped) home.insertBefore(item, next);
    const list = item.parentElement;
    if (list !== home || item.nextElementSibling !== next) {
      placed(item.dataset.part, list.closest("[data-page]").dataset.page, [...list.children].indexOf(item));
    }
  };

  grip.addEventListener("pointermove", move);
  grip.addEventListener("pointerup", () => end(true), { once: true });
  grip.addEventListener("pointercancel", () => end(false), { once: true });
}
