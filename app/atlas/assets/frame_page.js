// Inside a map frame: gives folium's code the Leaflet it expects and the town's base map.
import L from "leaflet";
import { addBasemap } from "../../base/assets/basemap.js";

const SMALLEST = 48; // px; below it there is no room beside the padding of 12

// A frame that is not laid out yet has no size: fitting to nothing would give NaN. Fit when it has one.
const fitBounds = L.Map.prototype.fitBounds;
L.Map.prototype.fitBounds = function fitWhenSized(bounds, options) {
  const fits = () => {
    const { clientWidth, clientHeight } = this.getContainer();
    return clientWidth > SMALLEST && clientHeight > SMALLEST;
  };
  if (fits()) return fitBounds.call(this, bounds, options);
  const watch = new ResizeObserver(() => {
    if (!fits()) return;
    watch.disconnect();
    this.invalidateSize({ pan: false });
    fitBounds.call(this, bounds, options);
  });
  watch.observe(this.getContainer());
  return this;
};

const { zoomIn, zoomOut } = document.documentElement.dataset;
Object.assign(L.Control.Zoom.prototype.options, { zoomInTitle: zoomIn, zoomOutTitle: zoomOut });
L.Control.Attribution.prototype.options.prefix = false;
window.L = L;
window.streifzugBasemap = (map, source) => addBasemap(L, map, source);
