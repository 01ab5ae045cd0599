// Help that cannot wait: when an answer of the server says so, the page shows whom to call, whatever page it is.

let shown = "";

/** `help` is {title, text, close, numbers: [{name, number}]} or nothing; the same help is not shown twice. */
export function offerHelp(help) {
  if (!help || shown === help.text) return;
  shown = help.text;
  const box = document.createElement("section");
  box.className = "help-now";
  box.setAttribute("role", "alert");
  const title = Object.assign(document.createElement("h2"), { textContent: help.title });
  const text = Object.assign(document.createElement("p"), { textContent: help.text });
  const list = document.createElement("ul");
  for (const { name, number } of help.numbers) {
    const link = Object.assign(document.createElement("a"), { href: `tel:${number.replaceAll(" ", "")}`, textContent: number, dir: "ltr" });
    const item = document.createElement("li");
    item.append(`${name} `, link);
    list.append(item);
  }
  const close = Object.assign(document.createElement("button"), { type: "button", className: "kern-btn kern-btn--secondary kern-btn--small", textContent: help.close });
  close.addEventListener("click", () => {
    box.remove();
    shown = "";
  });
  box.append(title, text, list, close);
  document.body.append(box);
}
