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
    // Heard by the whole page: an element that moves in its list loses the pointer it has captured.
    const move = ({ clientY }) => {
      const others = [...list.children].filter((one) => one !== row);
      const next = others.find((one) => {
        const { top, height } = one.getBoundingClientRect();
        return clientY < top + height / 2;
      });
      if (next !== (row.nextElementSibling ?? undefined)) list.insertBefore(row, next ?? null);
    };
    const drop = () => {
      document.removeEventListener("pointermove", move);
      document.removeEventListener("pointerup", drop);
      document.removeEventListener("pointercancel", drop);
      row.classList.remove("is-dragged");
      number(list);
      onMoved(row, [...list.children].indexOf(row) + 1);
    };
    grip.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      row.classList.add("is-dragged");
      document.addEventListener("pointermove", move);
      document.addEventListener("pointerup", drop);
      document.addEventListener("pointercancel", drop);
    });
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
