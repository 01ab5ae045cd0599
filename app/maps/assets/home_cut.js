// A way that begins or ends at home is cut at the edge of the coarse cell, before it leaves the phone (E16).

const EDGE = 1e-6; // degrees: where a way was cut before
const cellOf = ([lon, lat], { stepLon, stepLat }) => [Math.floor(lon / stepLon), Math.floor(lat / stepLat)];
const isOnEdge = ([lon, lat], { stepLon, stepLat }) => [[lon, stepLon], [lat, stepLat]].some(([value, step]) => Math.abs(value / step - Math.round(value / step)) * step < EDGE);

/** The lines without what lies in the home's cell at the ends named by `homeEnd` (start, end, both); [] when all does. */
export function withoutHome(lines, homeEnd, cell) {
  let left = lines;
  if (homeEnd === "start" || homeEnd === "both") left = withoutStart(left, cell);
  if (homeEnd === "end" || homeEnd === "both") left = turned(withoutStart(turned(left), cell));
  return left;
}

const turned = (lines) => [...lines].reverse().map((line) => [...line].reverse());

/** Everything in the cell of the very first place goes, also where the way comes back to it. */
function withoutStart(lines, cell) {
  if (!lines.length || isOnEdge(lines[0][0], cell)) return lines;
  const home = cellOf(lines[0][0], cell);
  const low = [home[0] * cell.stepLon, home[1] * cell.stepLat];
  const high = [low[0] + cell.stepLon, low[1] + cell.stepLat];
  const found = lines.flatMap((line) => outside(line, low, high));
  return found.length ? withoutStart(found, cell) : found; // a piece that begins in another cell is cut there, too
}

/** The parts of a line outside a box; where it crosses, it ends on the edge. */
function outside(line, low, high) {
  const runs = [];
  let run = isIn(line[0], low, high) ? null : [line[0]];
  for (let i = 1; i < line.length; i += 1) {
    const [from, to] = [line[i - 1], line[i]];
    const [enters, leaves] = crossing(from, to, low, high);
    if (enters === null) {
      if (run) run.push(to);
      else if (!isIn(to, low, high)) run = [to];
      continue;
    }
    if (run) {
      if (enters > 0) run.push(along(from, to, enters, low, high));
      runs.push(run);
      run = null;
    }
    if (leaves < 1) run = [along(from, to, leaves, low, high), to];
  }
  if (run) runs.push(run);
  return runs.filter((one) => one.length > 1);
}

const isIn = (place, low, high) => place.every((value, axis) => value >= low[axis] && value <= high[axis]);

/** Between which shares of a segment it lies inside a box (Liang and Barsky 1984), [null, null] when it does not. */
function crossing(from, to, low, high) {
  let [enters, leaves] = [0, 1];
  for (const axis of [0, 1]) {
    const way = to[axis] - from[axis];
    for (const [toEdge, step] of [[from[axis] - low[axis], -way], [high[axis] - from[axis], way]]) {
      if (step === 0 && toEdge < 0) return [null, null];
      if (step < 0) enters = Math.max(enters, toEdge / step);
      if (step > 0) leaves = Math.min(leaves, toEdge / step);
    }
  }
  return enters < leaves ? [enters, leaves] : [null, null];
}

/** The place on a segment, exactly on the edge that it crosses. */
function along(from, to, share, low, high) {
  const place = [0, 1].map((axis) => from[axis] + (to[axis] - from[axis]) * share);
  const edges = [0, 1].flatMap((axis) => [low, high].map((corner) => ({ axis, value: corner[axis], away: Math.abs(place[axis] - corner[axis]) })));
  const { axis, value } = edges.sort((a, b) => a.away - b.away)[0];
  place[axis] = value;
  return place;
}
