// A sheet of paper on a photo: where its corners may be, and the sheet made straight by them. Nothing else is warped.

const SMALL = 120; // pixels of the picture in which the paper is looked for

/** Four corners [x, y] between 0 and 1, from the upper left clockwise: those of the brightest field, else of the photo. */
export function guessed(canvas) {
  const scale = SMALL / Math.max(canvas.width, canvas.height);
  const [wide, high] = [Math.max(8, Math.round(canvas.width * scale)), Math.max(8, Math.round(canvas.height * scale))];
  const small = Object.assign(document.createElement("canvas"), { width: wide, height: high });
  const context = small.getContext("2d", { willReadFrequently: true });
  context.drawImage(canvas, 0, 0, wide, high);
  const pixels = context.getImageData(0, 0, wide, high).data;
  const grey = Array.from({ length: wide * high }, (_, i) => (pixels[4 * i] + pixels[4 * i + 1] + pixels[4 * i + 2]) / 3);
  const limit = threshold(grey);
  const reach = [[1, 1], [-1, 1], [-1, -1], [1, -1]];
  const best = reach.map(() => ({ value: Infinity, at: null }));
  for (let y = 1; y < high - 1; y += 1) {
    for (let x = 1; x < wide - 1; x += 1) {
      const i = y * wide + x;
      // One bright speck on the table is no paper: its neighbours must be bright as well.
      if ([i, i - 1, i + 1, i - wide, i + wide].some((one) => grey[one] < limit)) continue;
      reach.forEach(([sx, sy], k) => {
        const value = sx * x + sy * y;
        if (value < best[k].value) best[k] = { value, at: [x / (wide - 1), y / (high - 1)] };
      });
    }
  }
  const found = best.map(({ at }) => at);
  return found.every(Boolean) && area(found) > 0.2 ? found : [[0.04, 0.04], [0.96, 0.04], [0.96, 0.96], [0.04, 0.96]];
}

/** Between dark and bright (Otsu): the value that parts the picture best. */
function threshold(grey) {
  const bins = new Array(64).fill(0);
  for (const value of grey) bins[Math.min(63, value >> 2)] += 1;
  const all = grey.length;
  const sum = bins.reduce((total, count, i) => total + count * i, 0);
  let [dark, darkSum, best, at] = [0, 0, -1, 32];
  for (let i = 0; i < 63; i += 1) {
    dark += bins[i];
    darkSum += bins[i] * i;
    if (!dark || dark === all) continue;
    const apart = dark * (all - dark) * (darkSum / dark - (sum - darkSum) / (all - dark)) ** 2;
    if (apart > best) [best, at] = [apart, i];
  }
  return (at + 1) * 4;
}

const area = (corners) => Math.abs(corners.reduce((sum, [x, y], i) => sum + x * corners[(i + 1) % 4][1] - corners[(i + 1) % 4][0] * y, 0)) / 2;

/** Whether four corners make a sheet: large enough, and no side crosses another. */
export function isSheet(corners) {
  const turns = corners.map(([x, y], i) => {
    const [[x1, y1], [x2, y2]] = [corners[(i + 1) % 4], corners[(i + 2) % 4]];
    return (x1 - x) * (y2 - y1) - (y1 - y) * (x2 - x1);
  });
  return turns.every((turn) => turn > 0) && area(corners) > 0.02;
}

/** The sheet between the corners as a straight picture of at most `longest` pixels. */
export function straightened(canvas, corners, longest) {
  const points = corners.map(([x, y]) => [x * (canvas.width - 1), y * (canvas.height - 1)]);
  const side = (a, b) => Math.hypot(points[a][0] - points[b][0], points[a][1] - points[b][1]);
  const [wide, high] = [(side(0, 1) + side(3, 2)) / 2, (side(0, 3) + side(1, 2)) / 2];
  const scale = Math.min(1, longest / Math.max(wide, high));
  const [width, height] = [Math.max(1, Math.round(wide * scale)), Math.max(1, Math.round(high * scale))];
  const source = canvas.getContext("2d", { willReadFrequently: true }).getImageData(0, 0, canvas.width, canvas.height);
  const made = Object.assign(document.createElement("canvas"), { width, height });
  const context = made.getContext("2d");
  const target = context.createImageData(width, height);
  const [a, b, c, d, e, f, g, h] = projection(points);
  for (let y = 0, at = 0; y < height; y += 1) {
    const v = (y + 0.5) / height;
    for (let x = 0; x < width; x += 1, at += 4) {
      const u = (x + 0.5) / width;
      const w = g * u + h * v + 1;
      sample(source, (a * u + b * v + c) / w, (d * u + e * v + f) / w, target.data, at);
    }
  }
  context.putImageData(target, 0, 0);
  return made;
}

/** From the unit square to four points (Heckbert 1989, "Fundamentals of Texture Mapping", 2.2.3). */
function projection([[x0, y0], [x1, y1], [x2, y2], [x3, y3]]) {
  const [dx1, dx2, dx3] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, dy3] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = (dx3 * dy2 - dx2 * dy3) / determinant;
  const h = (dx1 * dy3 - dx3 * dy1) / determinant;
  return [x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h];
}

/** Between four pixels. */
function sample({ data, width, height }, x, y, into, at) {
  const [left, top] = [Math.max(0, Math.min(width - 2, Math.floor(x))), Math.max(0, Math.min(height - 2, Math.floor(y)))];
  const [dx, dy] = [Math.max(0, Math.min(1, x - left)), Math.max(0, Math.min(1, y - top))];
  const i = 4 * (top * width + left);
  for (let k = 0; k < 3; k += 1) {
    const above = data[i + k] * (1 - dx) + data[i + 4 + k] * dx;
    const below = data[i + 4 * width + k] * (1 - dx) + data[i + 4 * width + 4 + k] * dx;
    into[at + k] = above * (1 - dy) + below * dy;
  }
  into[at + 3] = 255;
}
