// The town under a cross, to show one single place; the drawing is never laid onto it.
import { isFar } from "../../../base/assets/places.js";
import { makeMap } from "../../../base/assets/town_map.js";
import { wireSearch } from "../../../base/assets/search.js";

export class TownMap {
  constructor(root, config, say) {
    const part = (name) => root.querySelector(`[data-${name}]`);
    this.config = config;
    this.map = makeMap(part("town"), config.map, () => say(config.words.noTiles));
    part("nearer").addEventListener("click", () => this.map.zoomIn());
    part("farther").addEventListener("click", () => this.map.zoomOut());
    this.map.on("click", ({ latlng }) => this.map.panTo(latlng));
    wireSearch({
      form: part("search"),
      openButton: part("open-search"),
      closeButton: part("close-search"),
      url: config.urls.places,
      words: config.words,
      say,
      onChoose: (found) => {
        this.map.setView([found.lat, found.lon], 17);
        say(found.name);
        part("set").focus();
      },
    });
  }

  show(place) {
    this.map.invalidateSize();
    if (place) this.map.setView(place, 17, { animate: false });
  }

  center() {
    return this.map.getCenter();
  }

  isFar(place) {
    return isFar(this.config.map.extent, place);
  }
}
