// Homes are no places on a map (E16): what sounds like one is kept as the middle of its coarse cell, before it leaves the phone.
import { coarsened } from "../../base/assets/homes.js";

/** Makes the places on a page coarse whose words name a home; whether one was. `home` is {words, stepLon, stepLat}. */
export function coarse(step, home) {
  if (!home) return false;
  const pattern = new RegExp(home.words, "iu");
  let isOne = false;
  for (const card of step.querySelectorAll("[data-mark]")) {
    const field = card.querySelector("[name$='.geometry']");
    const geometry = field.value ? JSON.parse(field.value) : null;
    if (geometry?.type !== "Point") continue;
    const words = [...card.querySelectorAll("input:not([type=hidden]):not([type=radio]):not([type=checkbox]), textarea")].map((one) => one.value).join(" ");
    if (!pattern.test(words)) continue;
    const [lng, lat] = geometry.coordinates;
    const middle = coarsened({ lat, lng }, home);
    field.value = JSON.stringify({ type: "Point", coordinates: [middle.lon, middle.lat] });
    isOne = true;
  }
  return isOne;
}
