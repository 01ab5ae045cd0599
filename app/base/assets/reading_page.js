// The button that reads the page aloud, on every page for people who take part.
import { wireReadAloud } from "./read_aloud.js";

for (const button of document.querySelectorAll("[data-read-aloud]")) wireReadAloud(button, JSON.parse(button.dataset.words));
