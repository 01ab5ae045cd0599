// The round buttons on the map: nearer, farther, where I am, find a place.
import { wireSearch } from "./search.js";

/** `part(name)` finds an element, `say(text)` announces. */
export function wireTools({ part, map, urls, words, say }) {
  part("zoom-in").addEventListener("click", () => map.zoomIn());
  part("zoom-out").addEventListener("click", () => map.zoomOut());
  part("locate").addEventListener("click", () => {
    navigator.geolocation?.getCurrentPosition(
      ({ coords }) => {
        map.setView([coords.latitude, coords.longitude], Math.max(map.getZoom(), 16));
        say(words.located);
      },
      () => say(words.notLocated),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    );
  });
  wireSearch({
    form: part("search"),
    openButton: part("open-search"),
    closeButton: part("close-search"),
    url: urls.places,
    words,
    say,
    onChoose: (found) => {
      map.setView([found.lat, found.lon], 17);
      say(found.name);
      part("place").focus();
    },
  });
}
