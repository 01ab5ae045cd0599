// What does not fit, said at its field and listed above; the first of it gets the focus.

export class Errors {
  constructor(form, summary, words) {
    Object.assign(this, { form, summary, words });
  }

  /** The line for the sentence to a path: its own, else that of the nearest thing around it. */
  place(path) {
    for (let one = path; one; one = one.slice(0, Math.max(0, one.lastIndexOf(".")))) {
      const found = this.form.querySelector(`[data-error="${CSS.escape(one)}"]`);
      if (found) return found;
    }
    return null;
  }

  /** Shows pairs of path and sentence instead of those before. */
  show(problems) {
    this.clear();
    if (!problems.length) return;
    const list = this.summary.querySelector("ul");
    list.replaceChildren(
      ...problems.map(([path, text]) => {
        const item = document.createElement("li");
        const line = this.place(path);
        if (!line) {
          item.textContent = text;
          return item;
        }
        const sign = Object.assign(document.createElement("span"), { className: "visually-hidden", textContent: `${this.words.error} ` });
        line.firstElementChild.replaceChildren(sign, text);
        line.hidden = false;
        line.closest(".ask")?.classList.add("field--error");
        for (const field of this.fields(line)) field.setAttribute("aria-invalid", "true");
        const link = Object.assign(document.createElement("a"), { href: `#${line.id}`, textContent: text });
        link.addEventListener("click", (event) => {
          event.preventDefault();
          this.focus(path);
        });
        item.append(link);
        return item;
      }),
    );
    this.summary.hidden = false;
    const first = problems.find(([path]) => this.place(path));
    if (first) this.focus(first[0]);
    else this.summary.focus();
  }

  /** The fields a line speaks of; a radio button or a tick cannot be wrong alone. */
  fields(line) {
    return [...line.closest("fieldset, .kern-form-input, .ask").querySelectorAll("input, select, textarea")].filter((field) => field.getAttribute("aria-describedby")?.split(" ").includes(line.id));
  }

  focus(path) {
    const line = this.place(path);
    if (!line) return;
    const around = line.closest("fieldset, .ask");
    const field = [...around.querySelectorAll("input:not([type=hidden]), select, textarea, button")].find((one) => one.offsetParent !== null) ?? around;
    field.focus({ preventScroll: true });
    around.scrollIntoView({ block: "start" });
  }

  /** Somebody mends it: it is not said any longer. */
  forget(field) {
    const ask = field.closest(".ask");
    if (!ask) return;
    for (const line of ask.querySelectorAll("[data-error]")) line.hidden = true;
    ask.classList.remove("field--error");
    for (const one of ask.querySelectorAll("[aria-invalid]")) one.removeAttribute("aria-invalid");
  }

  clear() {
    this.summary.hidden = true;
    for (const ask of this.form.querySelectorAll(".field--error")) this.forget(ask.querySelector("[data-error]"));
  }
}
