// A question that takes the whole screen of a phone: gets the focus, keeps it, gives it back; Escape closes it.

/** Makes an element; children are elements or words. */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** A button that says what it does; `kind` is that of a KERN button. */
export function button(text, onClick, kind = "secondary") {
  const made = element("button", { type: "button", className: `kern-btn kern-btn--${kind}`, textContent: text });
  made.addEventListener("click", onClick);
  return made;
}

/** A round button with a sign that only eyes need; `label` says what it does. */
export function sign(className, shown, label, onClick) {
  const made = element("button", { type: "button", className });
  made.dataset.sign = shown;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", onClick);
  return made;
}

let number = 0;

/** A check box with its words beside it; `.input` is the box. */
export function tick(words) {
  const id = `tick-${(number += 1)}`;
  const input = element("input", { type: "checkbox", id });
  const made = element("div", { className: "capture__tick" }, input, element("label", { htmlFor: id, textContent: words }));
  return Object.assign(made, { input });
}

/** Radio buttons that look like chips; `onChange(value)`. */
export function choice(legend, options, onChange) {
  const name = `choice-${(number += 1)}`;
  const made = element("fieldset", { className: "capture__choice" }, element("legend", { textContent: legend }));
  for (const [value, words] of options) {
    const input = element("input", { type: "radio", name, id: `${name}-${value}`, value });
    input.addEventListener("change", () => onChange(value));
    made.append(element("div", { className: "capture__chip" }, input, element("label", { htmlFor: input.id, textContent: words })));
  }
  return made;
}

/** `result` is what `close(value)` was called with, null when the person went away. One step is shown at a time. */
export class Dialog {
  constructor(host, { title, close }) {
    this.before = document.activeElement;
    this.title = element("h2", { id: `dialog-${(number += 1)}`, tabIndex: -1, textContent: title });
    const away = sign("capture__close", "×", close, () => this.close());
    this.body = element("div", { className: "capture__body", tabIndex: 0 }); // scrolls by keys on small screens
    this.body.setAttribute("role", "group");
    this.body.setAttribute("aria-labelledby", this.title.id);
    this.actions = element("div", { className: "capture__actions" });
    this.says = element("p", { className: "visually-hidden" });
    this.says.setAttribute("role", "status");
    this.root = element("dialog", { className: "capture" }, element("div", { className: "capture__head" }, this.title, away), this.body, this.actions, this.says);
    this.root.setAttribute("aria-labelledby", this.title.id);
    this.result = new Promise((settle) => {
      this.settle = settle;
    });
    this.root.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close();
    });
    // The sheet under it closes on Escape as well: what is pressed here stays here.
    this.root.addEventListener("keydown", (event) => event.stopPropagation());
    host.append(this.root);
    this.root.showModal();
  }

  /** Shows these elements instead of those before; `actions` stay in sight below them. */
  step(title, parts, actions = []) {
    this.title.textContent = title;
    this.body.replaceChildren(...parts);
    this.actions.replaceChildren(...actions);
    this.body.scrollTop = 0;
    this.title.focus({ preventScroll: true });
  }

  /** Tells screen readers, in words that are seen elsewhere. */
  say(words) {
    this.says.textContent = words;
  }

  close(value = null) {
    if (!this.root.isConnected) return;
    this.root.close();
    this.root.remove();
    if (this.before?.isConnected) this.before.focus({ preventScroll: true });
    this.settle(value);
  }
}

/** A line for what is wrong; empty until something is. */
export function complaint() {
  const made = element("p", { className: "capture__complaint", hidden: true });
  made.setAttribute("role", "alert");
  return Object.assign(made, {
    tell(words) {
      made.hidden = !words;
      made.textContent = words;
      if (words) made.scrollIntoView?.({ block: "nearest" });
    },
  });
}
