// What lies over the sheet while somebody works: the rubber, the cross, the frame of what is chosen.

export function ring(context, x, y, radius, unit) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.lineWidth = 2 * unit;
  context.strokeStyle = "#131525";
  context.stroke();
}

export function crosshair(context, x, y, unit) {
  for (const [width, colour] of [[5, "#fff"], [2.5, "#131525"]]) {
    context.beginPath();
    context.arc(x, y, 15 * unit, 0, 2 * Math.PI);
    for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
      context.moveTo(x + dx * 6 * unit, y + dy * 6 * unit);
      context.lineTo(x + dx * 24 * unit, y + dy * 24 * unit);
    }
    context.lineWidth = width * unit;
    context.strokeStyle = colour;
    context.stroke();
  }
}

/** A dashed frame around what is chosen. */
export function frame(context, found, unit) {
  if (!found) return;
  const xs = found.points?.filter((_, i) => i % 2 === 0) ?? [found.x];
  const ys = found.points?.filter((_, i) => i % 2 === 1) ?? [found.y];
  const half = found.points ? 14 : (found.size ?? 84) / 2 + 10;
  const wide = found.text ? Math.max(half, found.text.length * found.size * 0.3) : half;
  const [left, top] = [Math.min(...xs) - wide, Math.min(...ys) - half];
  context.save();
  context.setLineDash([10 * unit, 6 * unit]);
  context.lineWidth = 2.5 * unit;
  context.strokeStyle = "#131525";
  context.strokeRect(left, top, Math.max(...xs) + wide - left, Math.max(...ys) + half - top);
  context.restore();
}
