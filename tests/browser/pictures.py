"""Makes screenshots small: 256 colours in a palette, which is plenty for maps and pages."""

from __future__ import annotations

import base64
import struct
import zlib

from playwright.sync_api import Browser

# Colours are gathered in 32,768 drawers; the 256 fullest give the palette, the rest takes the nearest of them.
COUNT_COLOURS = """
async (data) => {
  const blob = await (await fetch(`data:image/png;base64,${data}`)).blob();
  const image = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(image.width, image.height);
  const pen = canvas.getContext("2d");
  pen.drawImage(image, 0, 0);
  const pixels = pen.getImageData(0, 0, image.width, image.height).data;
  const drawers = new Map();
  const drawerOf = (at) => ((pixels[at] >> 3) << 10) | ((pixels[at + 1] >> 3) << 5) | (pixels[at + 2] >> 3);
  for (let at = 0; at < pixels.length; at += 4) {
    const key = drawerOf(at);
    const found = drawers.get(key) ?? [0, 0, 0, 0];
    found[0] += 1;
    for (let part = 0; part < 3; part += 1) found[part + 1] += pixels[at + part];
    drawers.set(key, found);
  }
  const mean = ([count, ...sums]) => sums.map((sum) => Math.round(sum / count));
  const all = [...drawers].sort((one, other) => other[1][0] - one[1][0]);
  const palette = all.slice(0, 256).map(([, found]) => mean(found));
  const distance = (one, other) => one.reduce((sum, value, part) => sum + (value - other[part]) ** 2, 0);
  const index = new Map(all.map(([key, found], place) => {
    if (place < 256) return [key, place];
    const colour = mean(found);
    let best = 0;
    for (let other = 1; other < 256; other += 1) {
      if (distance(colour, palette[other]) < distance(colour, palette[best])) best = other;
    }
    return [key, best];
  }));
  let text = "";
  for (let at = 0; at < pixels.length; at += 4) text += String.fromCharCode(index.get(drawerOf(at)));
  return { width: image.width, height: image.height, palette: palette.flat(), indices: btoa(text) };
}
"""


def reduced(browser: Browser, png: bytes) -> bytes:
    """The same picture as a palette PNG (PNG specification 11.2.3, colour type 3)."""
    page = browser.new_page()
    found = page.evaluate(COUNT_COLOURS, base64.b64encode(png).decode())
    page.close()
    width, height = found["width"], found["height"]
    indices = base64.b64decode(found["indices"])
    lines = b"".join(b"\0" + indices[row * width : (row + 1) * width] for row in range(height))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", bytes(found["palette"])),
        (b"IDAT", zlib.compress(lines, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in parts)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
