// Paints a drawing onto a canvas, in units of the sheet; the server paints the same from the same data.

const FONT = '600 1px "Fira Sans", system-ui, sans-serif';

export class Painter {
  constructor(config) {
    this.config = config;
  }

  ink(found) {
    return found.stage === 2 ? this.config.second : this.config.inks[found.ink];
  }

  paint(context, objects) {
    context.lineJoin = context.lineCap = "round";
    for (const found of objects) this[found.type](context, found);
  }

  stroke(context, { points, width, ...found }) {
    const units = this.config.widths[width];
    context.beginPath();
    trace(context, points);
    context.strokeStyle = this.ink(found).colour;
    context.lineWidth = found.stage === 2 ? units + 6 : units;
    context.stroke();
    if (found.stage !== 2) return;
    context.strokeStyle = "#fff";
    context.lineWidth = Math.max(units - 2, 4);
    context.stroke();
  }

  stamp(context, found) {
    const { colour, tint } = this.ink(found);
    const unit = found.size / 24;
    context.save();
    context.translate(found.x - 12 * unit, found.y - 12 * unit);
    context.scale(unit, unit);
    context.lineWidth = 1.5;
    context.strokeStyle = colour;
    for (const part of this.config.stamps[found.stamp]) {
      context.beginPath();
      if (part.c) context.arc(part.c[0], part.c[1], part.c[2], 0, 2 * Math.PI);
      else trace(context, part.d);
      if (part.z) context.closePath();
      if (part.f) {
        context.fillStyle = { paper: "#fff", tint, ink: colour }[part.f];
        context.fill();
      }
      context.stroke();
    }
    context.restore();
    if (found.stage === 2) this.plus(context, found.x + 9 * unit, found.y - 9 * unit);
    if (found.name) this.words(context, found.name, found.x, found.y + 13 * unit + 17, 34, colour);
  }

  text(context, found) {
    const wide = this.words(context, found.text, found.x, found.y, found.size, this.ink(found).colour);
    if (found.stage === 2) this.plus(context, found.x - wide / 2 - 18, found.y);
  }

  sticker(context, found) {
    const { colour, outline } = this.config.ratings[found.rating];
    for (const [radius, fill] of [[this.config.sticker + 5, "#fff"], [this.config.sticker, colour]]) {
      context.beginPath();
      for (const [dx, dy] of outline) context.lineTo(found.x + dx * radius, found.y + dy * radius);
      context.fillStyle = fill;
      context.fill();
    }
    this.words(context, String(found.number), found.x, found.y + 2, 36, "#fff", null);
    if (found.name) this.words(context, found.name, found.x, found.y + this.config.sticker + 22, 34, colour);
  }

  /** Writes around (x, y) with a white edge; answers how wide it is. */
  words(context, text, x, y, size, colour, edge = "#fff") {
    context.save();
    context.font = FONT.replace("1px", `${size}px`);
    context.textAlign = "center";
    context.textBaseline = "middle";
    if (edge) {
      context.strokeStyle = edge;
      context.lineWidth = size / 4.5;
      context.strokeText(text, x, y);
    }
    context.fillStyle = colour;
    context.fillText(text, x, y);
    const { width } = context.measureText(text);
    context.restore();
    return width;
  }

  /** A small plus: this was added later. */
  plus(context, x, y) {
    context.beginPath();
    context.arc(x, y, 14, 0, 2 * Math.PI);
    context.fillStyle = "#fff";
    context.fill();
    context.moveTo(x - 7, y);
    context.lineTo(x + 7, y);
    context.moveTo(x, y - 7);
    context.lineTo(x, y + 7);
    context.strokeStyle = this.config.second.colour;
    context.lineWidth = 5;
    context.stroke();
  }

  /** The whole sheet as a canvas of this many pixels on its long side. */
  picture(drawing, longest) {
    const scale = longest / Math.max(drawing.width, drawing.height);
    const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(drawing.width * scale), height: Math.round(drawing.height * scale) });
    const context = canvas.getContext("2d");
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.scale(scale, scale);
    this.paint(context, drawing.objects);
    return canvas;
  }
}

function trace(context, points) {
  context.moveTo(points[0], points[1]);
  for (let i = 2; i < points.length; i += 2) context.lineTo(points[i], points[i + 1]);
  if (points.length === 2) context.lineTo(points[0] + 0.01, points[1]);
}
