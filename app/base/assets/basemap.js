// Puts the base map under any of our Leaflet maps: vector tiles of our own file, pictures by way of our server, or nothing.

/**
 * `source` is {kind: pmtiles|images|none, url, attribution, bounds}; `onTrouble` is called once when tiles do not come.
 * Without `isNamed` our own vector map has neither names nor borders; pictures are as they are.
 */
export async function addBasemap(L, map, source, onTrouble = () => {}, { isNamed = true } = {}) {
  let isTold = false;
  const tell = () => {
    if (!isTold) onTrouble();
    isTold = true;
  };
  if (source.kind === "images") {
    const layer = L.tileLayer(source.url, { maxZoom: 20, attribution: source.attribution });
    layer.on("tileerror", tell);
    return layer.addTo(map);
  }
  if (source.kind === "pmtiles") {
    try {
      window.L ??= L; // protomaps-leaflet looks for Leaflet there
      const { softenEdge, vectorLayer } = await import("./vectormap.js");
      if (source.bounds) softenEdge(L, map, source.bounds);
      return vectorLayer(source, isNamed).addTo(map);
    } catch {
      tell();
    }
  }
  return null;
}
