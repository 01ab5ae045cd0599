// Rows of a form: after a button that moved or added one, the focus is there.

/** Focuses the row that the page names as its target, if any. */
export function goToTarget() {
  const row = document.querySelector("[data-target]");
  if (!row) return;
  row.scrollIntoView({ block: "center" });
  (row.querySelector("input:not([type=hidden]), select, textarea") ?? row).focus();
}

/** Lets rows of `list` be dragged at their grips; `onMoved(row, place)` hears of it, the order fields are set. */
export function dragRows(list, onMoved) {
  for (const grip of list.querySelectorAll("[data-grip]")) {
    const row = grip.closest("[data-row]");
    grip.hidden = false;
    let isDragged = false;
    grip.addEventListener("pointerdown", (event) => {
      grip.setPointerCapture(event.pointerId);
      isDragged = true;
      row.classList.add("is-dragged");
      event.preventDefault();
    });
    grip.addEventListener("pointermove", ({ clientY }) => {
      if (!isDragged) return;
      const others = [...list.children].filter((one) => one !== row);
      const next = others.find((one) => {
        const { top, height } = one.getBoundingClientRect();
        return clientY < top + height / 2;
      });
      if (next !== row.nextElementSibling) list.insertBefore(row, next ?? null);
    });
    const drop = () => {
      if (!isDragged) return;
      isDragged = false;
      row.classList.remove("is-dragged");
      number(list);
      onMoved(row, [...list.children].indexOf(row) + 1);
    };
    grip.addEventListener("pointerup", drop);
    grip.addEventListener("pointercancel", drop);
    // The grip moves by keys, too; the buttons beside it do the same and send the form.
    grip.addEventListener("keydown", (event) => {
      const other = { ArrowUp: row.previousElementSibling, ArrowDown: row.nextElementSibling }[event.key];
      if (!other) return;
      event.preventDefault();
      list.insertBefore(row, event.key === "ArrowUp" ? other : other.nextElementSibling);
      grip.focus();
      number(list);
      onMoved(row, [...list.children].indexOf(row) + 1);
    });
  }
}

function number(list) {
  [...list.children].forEach((row, place) => {
    row.querySelector("[data-order]").value = place;
  });
}
