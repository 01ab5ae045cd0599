// Cuts in drawn shapes: crossing rings mended, parts rubbed out, the way home left out.
import clipping from "polygon-clipping";
import { extentOf, fromSegment } from "./shapes.js";

const LEAST_AREA = 60; // square metres: slivers that a mend or a rubber leaves
const OVERLAP = 0.02; // of the whole: the corner that is left where a line is closed
const LEAST_LINE = 4;
const CIRCLE = 10; // corners of half the round end of a rubber's stroke

/**
 * A ring as areas that do not cross themselves; all it encloses counts. `isTold` when that is more than the small
 * overlap where a hand closes its line.
 */
export function mended(ring) {
  const whole = [{ rings: [ring] }];
  if (!crossesItself(ring)) return { pieces: whole, isTold: false };
  try {
    // Holes come from a hand that crossed its own line: what lies inside the outer line stays inside, as on the server.
    const found = merged(clipping.union([ring]).map(([outer]) => ({ rings: [outer] })));
    const sizes = found.map(extentOf);
    const largest = Math.max(...sizes);
    const pieces = found.filter((_, i) => sizes[i] >= Math.min(LEAST_AREA, largest) && sizes[i] >= largest * OVERLAP);
    return { pieces, isTold: pieces.length > 1 || Math.abs(largest - extentOf(whole[0])) > largest * OVERLAP };
  } catch {
    return { pieces: whole, isTold: true }; // the server mends it then
  }
}

const side = ([ax, ay], [bx, by], [x, y]) => Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax));

function crossesItself(ring) {
  const count = ring.length;
  for (let i = 0; i < count - 2; i += 1) {
    const [a, b] = [ring[i], ring[i + 1]];
    for (let j = i + 2; j < count - (i === 0 ? 1 : 0); j += 1) {
      const [c, d] = [ring[j], ring[(j + 1) % count]];
      if (side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b)) return true;
    }
  }
  return false;
}

/** Areas that touch or overlap become one; holes stay. */
export function merged(pieces) {
  if (pieces.length < 2) return pieces;
  try {
    return clipping.union(...pieces.map((piece) => [piece.rings])).map((rings) => ({ rings }));
  } catch {
    return pieces;
  }
}

/** What a rubber leaves of areas; its stroke goes from a to b. `toPlace` makes degrees of pixels. */
export function rubAreas(pieces, a, b, radius, toPlace) {
  const turn = Math.atan2(b[1] - a[1], b[0] - a[0]) + Math.PI / 2;
  const around = ([x, y], from) => Array.from({ length: CIRCLE + 1 }, (_, i) => from + (i / CIRCLE) * Math.PI).map((angle) => toPlace([x + radius * Math.cos(angle), y + radius * Math.sin(angle)]));
  const stroke = [...around(a, turn), ...around(b, turn + Math.PI)];
  return pieces.flatMap((piece) => {
    try {
      return clipping.difference([piece.rings], [[...stroke, stroke[0]]])
        .map((rings) => ({ rings }))
        .filter((left) => extentOf(left) >= LEAST_AREA);
    } catch {
      return [piece];
    }
  });
}

/** What a rubber leaves of lines, in pixels like a and b; `line` of a piece is in degrees. */
export function rubLines(pieces, a, b, radius, toPixel, toPlace) {
  return pieces.flatMap((piece) => {
    const line = piece.line.map(toPixel);
    const far = line.every((place, i) => fromSegment(place, a, b) > radius && (i === 0 || !isNear(line[i - 1], place, a, b, radius)));
    if (far) return [piece];
    const runs = [[]];
    const add = (place) => (fromSegment(place, a, b) > radius ? runs[runs.length - 1].push(place) : runs[runs.length - 1].length && runs.push([]));
    line.forEach((place, i) => {
      if (i > 0) for (const between of steps(line[i - 1], place, a, b, radius)) add(between);
      add(place);
    });
    return runs
      .filter((run) => run.length > 1)
      .map((run) => ({ line: run.map(toPlace) }))
      .filter((left) => extentOf(left) >= LEAST_LINE);
  });
}

const middle = (from, to) => [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];

function isNear(from, to, a, b, radius) {
  return fromSegment(middle(a, b), from, to) <= radius + Math.hypot(b[0] - a[0], b[1] - a[1]) / 2;
}

/** Places along a segment every few pixels where the rubber is near; none where it is far. */
function steps(from, to, a, b, radius) {
  if (!isNear(from, to, a, b, radius)) return [];
  const count = Math.min(400, Math.ceil(Math.hypot(to[0] - from[0], to[1] - from[1]) / 3));
  return Array.from({ length: Math.max(0, count - 1) }, (_, i) => [0, 1].map((axis) => from[axis] + ((to[axis] - from[axis]) * (i + 1)) / count));
}
