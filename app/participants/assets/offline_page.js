// Without a line: links to the pages that this phone has kept.
import { keptPages } from "../../base/assets/kept.js";

const list = document.querySelector("[data-kept]");

keptPages().then((pages) => {
  const links = pages.map(({ path, title }) => Object.assign(document.createElement("a"), { className: "standalone", href: path, textContent: title }));
  list.replaceChildren(
    ...links.map((link) => {
      const li = document.createElement("li");
      li.append(link);
      return li;
    }),
  );
});
