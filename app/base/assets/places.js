// Where a place lies: within the surroundings of the town, and how far from another.

const APART = 60; // metres: nearer than that two places mean the same

/** Whether a point lies outside [west, south, east, north]. */
export function isFar(extent, { lat, lng }) {
  if (!extent) return false;
  const [west, south, east, north] = extent;
  return lng < west || lng > east || lat < south || lat > north;
}

/** Whether a photo that was taken `there` shows another place than `here`, and one that somebody could mean. */
export const isElsewhere = (extent, here, there) => !isFar(extent, there) && metres(here, there) >= APART;

/** Near enough over a town (equirectangular). */
function metres(a, b) {
  const north = (a.lat - b.lat) * 111_320;
  const east = (a.lng - b.lng) * 111_320 * Math.cos((a.lat * Math.PI) / 180);
  return Math.hypot(north, east);
}
