// Homes are never pins (E16): the same 500 m cells as on the server, so that the exact place never leaves the phone.

/** Degrees to six places, about a decimetre. */
export const round = (value) => Math.round(value * 1e6) / 1e6;

/** The middle of the coarse cell of a place, as {lat, lon}. */
export function coarsened({ lat, lng }, { stepLon, stepLat }) {
  return {
    lon: round((Math.floor(lng / stepLon) + 0.5) * stepLon),
    lat: round((Math.floor(lat / stepLat) + 0.5) * stepLat),
  };
}

/** Where a needle is stored: exactly, or in the middle of its cell when `home` (the grid) says that it is a home. */
export function placed(mark, spot, home) {
  if (!spot) return { lat: null, lon: null, precision: "described" };
  if (home) return { ...coarsened(spot, home), precision: "approximate" };
  return { lat: round(spot.lat), lon: round(spot.lng), precision: mark.precision === "approximate" ? "approximate" : "exact" };
}
