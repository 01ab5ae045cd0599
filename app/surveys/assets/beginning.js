// The first page of a survey, light: what asks the questions comes once it stands, or at once when somebody wants to begin.

/** `loadMap` fetches the map over a question; null in a survey without one. */
export function waitToBegin(loadMap) {
  const link = document.querySelector("[data-begin]");
  const app = async () => {
    const made = await import("./survey_app.js");
    made.withMap(loadMap);
    return made;
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    app().then(({ start }) => start()).catch(() => location.assign(link.href)); // the pages of the server ask as well
  });
  if (document.readyState === "complete") app().catch(() => {});
  else addEventListener("load", () => setTimeout(() => app().catch(() => {})));
}
