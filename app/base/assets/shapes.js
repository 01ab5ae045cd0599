// Drawn shapes in degrees, measured in metres: how long, how large, thinned below what the map shows, as GeoJSON.

const EARTH = 6371008.8;
const RADIAN = Math.PI / 180;
const MOST_POSITIONS = 400;

/** Metres between two positions [lon, lat]; good to a thousandth over some kilometres. */
export function apart([lonA, latA], [lonB, latB]) {
  const x = (lonB - lonA) * RADIAN * Math.cos(((latA + latB) / 2) * RADIAN);
  return Math.hypot(x, (latB - latA) * RADIAN) * EARTH;
}

export const lengthOf = (line) => line.slice(1).reduce((sum, place, i) => sum + apart(line[i], place), 0);

/** Square metres inside a ring. */
export function sizeOf(ring) {
  const narrow = Math.cos(ring[0][1] * RADIAN);
  let twice = 0;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
    twice += (ring[j][0] - ring[0][0]) * (ring[i][1] - ring[0][1]) - (ring[i][0] - ring[0][0]) * (ring[j][1] - ring[0][1]);
  }
  return (Math.abs(twice) / 2) * narrow * (RADIAN * EARTH) ** 2;
}

/** The size of a piece {line} or {rings}: metres or square metres. */
export const extentOf = (piece) => (piece.line ? lengthOf(piece.line) : sizeOf(piece.rings[0]) - piece.rings.slice(1).reduce((sum, hole) => sum + sizeOf(hole), 0));

/** A trembling hand, calmed: each position becomes the mean of itself and its neighbours; the ends stay. */
export function calmed(line) {
  if (line.length < 5) return line;
  return line.map((place, i) => {
    if (i === 0 || i === line.length - 1) return place;
    const near = [line[i - 1], place, place, line[i + 1]];
    return [0, 1].map((axis) => near.reduce((sum, one) => sum + one[axis], 0) / 4);
  });
}

/** Douglas-Peucker: no position farther than `tolerance` metres from what is left; never more than 400 positions. */
export function thinned(line, tolerance) {
  let kept = douglasPeucker(line, tolerance);
  for (let wider = tolerance * 1.5; kept.length > MOST_POSITIONS; wider *= 1.5) kept = douglasPeucker(line, wider);
  return kept;
}

function douglasPeucker(line, tolerance) {
  if (line.length < 3) return line;
  const flat = inMetres(line);
  const keep = new Uint8Array(line.length);
  keep[0] = keep[line.length - 1] = 1;
  const open = [[0, line.length - 1]];
  while (open.length) {
    const [from, to] = open.pop();
    let [farthest, at] = [tolerance, -1];
    for (let i = from + 1; i < to; i += 1) {
      const away = fromSegment(flat[i], flat[from], flat[to]);
      if (away > farthest) [farthest, at] = [away, i];
    }
    if (at < 0) continue;
    keep[at] = 1;
    open.push([from, at], [at, to]);
  }
  return line.filter((_, i) => keep[i]);
}

function inMetres(line) {
  const narrow = Math.cos(line[0][1] * RADIAN);
  return line.map(([lon, lat]) => [lon * RADIAN * EARTH * narrow, lat * RADIAN * EARTH]);
}

/** How far a point lies from a segment, on a plane. */
export function fromSegment([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const share = dx || dy ? Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy))) : 0;
  return Math.hypot(x - ax - share * dx, y - ay - share * dy);
}

const rounded = (line) => line.map((place) => place.map((value) => Math.round(value * 1e6) / 1e6));
const closed = (ring) => (String(ring[0]) === String(ring[ring.length - 1]) ? ring : [...ring, ring[0]]);

/** Pieces as one GeoJSON geometry, null without any. */
export function toGeometry(pieces) {
  if (!pieces.length) return null;
  const parts = pieces.map((piece) => (piece.line ? rounded(piece.line) : piece.rings.map((ring) => closed(rounded(ring)))));
  const type = pieces[0].line ? "LineString" : "Polygon";
  return parts.length === 1 ? { type, coordinates: parts[0] } : { type: `Multi${type}`, coordinates: parts };
}

/** The pieces of a GeoJSON geometry of lines or areas. */
export function toPieces(geometry) {
  if (!geometry) return [];
  const parts = geometry.type.startsWith("Multi") ? geometry.coordinates : [geometry.coordinates];
  return parts.map((part) => (geometry.type.endsWith("LineString") ? { line: part } : { rings: part }));
}

/** Where the sign of a drawing stands: amid a line, or at a place inside an area that looks like its middle. */
export function anchorOf(geometry) {
  const [largest] = toPieces(geometry).sort((a, b) => extentOf(b) - extentOf(a));
  if (largest.line) return largest.line[Math.floor(largest.line.length / 2)];
  const [ring] = largest.rings;
  const lats = ring.map(([, lat]) => lat);
  const lat = (Math.min(...lats) + Math.max(...lats)) / 2;
  const crossings = ring
    .flatMap((place, i) => {
      const next = ring[(i + 1) % ring.length];
      return place[1] > lat !== next[1] > lat ? [place[0] + ((lat - place[1]) / (next[1] - place[1])) * (next[0] - place[0])] : [];
    })
    .sort((a, b) => a - b);
  let widest = [ring[0][0], ring[0][0]];
  for (let i = 0; i + 1 < crossings.length; i += 2) if (crossings[i + 1] - crossings[i] > widest[1] - widest[0]) widest = [crossings[i], crossings[i + 1]];
  return [(widest[0] + widest[1]) / 2, lat];
}

/** The size of a drawing in words: "so groß wie 12 Fußballfelder", "850 Meter, 11 Minuten zu Fuß". */
export function inWords(pieces, words, language) {
  const number = (value, digits = 0) => new Intl.NumberFormat(`${language}-u-nu-latn`, { maximumFractionDigits: digits }).format(value);
  const size = pieces.reduce((sum, piece) => sum + extentOf(piece), 0);
  if (pieces[0]?.line) {
    const far = size < 1000 ? words.metres.replace("%1", number(Math.round(size / 10) * 10 || Math.round(size))) : words.kilometres.replace("%1", number(size / 1000, 1));
    const minutes = Math.max(1, Math.round(size / 75));
    return size < 50 ? far : `${far}, ${minutes === 1 ? words.oneMinute : words.minutes.replace("%1", number(minutes))}`;
  }
  const fields = Math.round(size / 7140);
  if (size >= 1e6) return words.squareKilometres.replace("%1", number(size / 1e6, 1));
  if (fields < 1) return words.smallerThanField;
  return fields === 1 ? words.oneField : words.fields.replace("%1", number(fields));
}
