// A round magnifier beside the finger: shows the ground and the line under it, so that the finger hides nothing.

const SIZE = 112;
const TIMES = 1.6;
const AWAY = 92; // pixels between the finger and the middle of the glass

export class Loupe {
  constructor(host, map) {
    this.map = map;
    this.canvas = Object.assign(document.createElement("canvas"), { className: "loupe", hidden: true });
    this.canvas.setAttribute("aria-hidden", "true");
    this.sharp = Math.min(devicePixelRatio || 1, 2);
    this.canvas.width = this.canvas.height = SIZE * this.sharp;
    host.append(this.canvas);
  }

  hide() {
    this.canvas.hidden = true;
  }

  /** Shows what lies at `place` (pixels of the map); `lines` are drawn over it, in pixels, with `colour`. */
  show(place, lines, colour) {
    this.canvas.hidden = false;
    const box = this.map.getContainer().getBoundingClientRect();
    const [x, y] = this.beside(place, box);
    this.canvas.style.translate = `${x - SIZE / 2}px ${y - SIZE / 2}px`;
    const pen = this.canvas.getContext("2d");
    pen.setTransform(this.sharp, 0, 0, this.sharp, 0, 0);
    pen.fillStyle = "#f4f3ee";
    pen.fillRect(0, 0, SIZE, SIZE);
    pen.translate(SIZE / 2, SIZE / 2);
    pen.scale(TIMES, TIMES);
    pen.translate(-place[0], -place[1]);
    this.ground(pen, place, box);
    pen.lineJoin = pen.lineCap = "round";
    for (const [width, ink] of [[7, "#fff"], [4, colour]]) {
      pen.lineWidth = width / TIMES;
      pen.strokeStyle = ink;
      for (const line of lines) {
        pen.beginPath();
        line.forEach(([lineX, lineY]) => pen.lineTo(lineX, lineY));
        pen.stroke();
      }
    }
    pen.setTransform(this.sharp, 0, 0, this.sharp, 0, 0);
    pen.lineWidth = 1.5;
    pen.strokeStyle = "#131525";
    pen.beginPath();
    for (const [fromX, fromY, toX, toY] of [[-12, 0, -4, 0], [4, 0, 12, 0], [0, -12, 0, -4], [0, 4, 0, 12]]) {
      pen.moveTo(SIZE / 2 + fromX, SIZE / 2 + fromY);
      pen.lineTo(SIZE / 2 + toX, SIZE / 2 + toY);
    }
    pen.stroke();
  }

  /** Above the finger; at the upper edge beside it, where there is more room. */
  beside([x, y], box) {
    const half = SIZE / 2 + 4;
    if (y - AWAY - half >= 0) return [Math.min(Math.max(x, half), box.width - half), y - AWAY];
    return [x > box.width / 2 ? Math.max(half, x - AWAY - 20) : Math.min(box.width - half, x + AWAY + 20), Math.max(half, y)];
  }

  /** The tiles of the map that lie under the glass. */
  ground(pen, [x, y], box) {
    const reach = SIZE / 2 / TIMES;
    for (const tile of this.map.getPane("tilePane").querySelectorAll("canvas, img.leaflet-tile-loaded")) {
      const { left, top, width, height } = tile.getBoundingClientRect();
      const [tileX, tileY] = [left - box.left, top - box.top];
      if (!width || tileX > x + reach || tileY > y + reach || tileX + width < x - reach || tileY + height < y - reach) continue;
      pen.drawImage(tile, tileX, tileY, width, height);
    }
  }
}
