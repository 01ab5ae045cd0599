// Lines as flat lists of numbers [x, y, x, y, …]: made simpler, rubbed out in part, found under a finger.

/** Fewer points, never further from the line than `tolerance` (Ramer, Douglas, Peucker). */
export function simplified(points, tolerance) {
  const last = points.length / 2 - 1;
  if (last < 2) return points;
  const kept = new Uint8Array(last + 1);
  kept[0] = kept[last] = 1;
  const open = [[0, last]];
  while (open.length) {
    const [from, to] = open.pop();
    let worst = 0;
    let at = -1;
    for (let i = from + 1; i < to; i += 1) {
      const away = toSegment(points[2 * i], points[2 * i + 1], points[2 * from], points[2 * from + 1], points[2 * to], points[2 * to + 1]);
      if (away > worst) [worst, at] = [away, i];
    }
    if (worst <= tolerance) continue;
    kept[at] = 1;
    open.push([from, at], [at, to]);
  }
  return points.filter((_, i) => kept[i >> 1]);
}

function toSegment(x, y, x1, y1, x2, y2) {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const t = length ? Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / length)) : 0;
  return Math.hypot(x - x1 - t * dx, y - y1 - t * dy);
}

/** How far a place is from a line. */
export function distance(points, x, y) {
  if (points.length === 2) return Math.hypot(points[0] - x, points[1] - y);
  let nearest = Infinity;
  for (let i = 0; i + 3 < points.length; i += 2) nearest = Math.min(nearest, toSegment(x, y, points[i], points[i + 1], points[i + 2], points[i + 3]));
  return nearest;
}

/** What is left of a line when a round rubber of `radius` touches (x, y): a list of lines, null when it touches nothing. */
export function rubbed(points, x, y, radius) {
  if (distance(points, x, y) > radius) return null;
  const left = [];
  let run = [];
  for (const [px, py] of dense(points, radius / 4)) {
    if (Math.hypot(px - x, py - y) > radius) {
      run.push(px, py);
    } else {
      if (run.length > 2) left.push(run);
      run = [];
    }
  }
  if (run.length > 2) left.push(run);
  return left.map((line) => rounded(simplified(line, 0.8)));
}

function* dense(points, step) {
  yield [points[0], points[1]];
  for (let i = 0; i + 3 < points.length; i += 2) {
    const [x1, y1, x2, y2] = points.slice(i, i + 4);
    const parts = Math.max(1, Math.ceil(Math.hypot(x2 - x1, y2 - y1) / step));
    for (let k = 1; k <= parts; k += 1) yield [x1 + ((x2 - x1) * k) / parts, y1 + ((y2 - y1) * k) / parts];
  }
}

export const rounded = (points) => points.map((value) => Math.round(value * 10) / 10);
