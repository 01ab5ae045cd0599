// Makes a photo small on the phone: upright, at most 1600 pixels, a JPEG of at most 1.5 MB without any metadata.

export const LONGEST = 1600; // pixels
const ENOUGH = LONGEST * 2; // decoders reduce by simple fractions, the rest is done with care
const HEAVIEST = 1_500_000; // bytes
const QUALITIES = [0.86, 0.78, 0.7, 0.6, 0.5];

/**
 * The photo as a canvas, turned the way it was taken; null when this browser cannot read it (HEIC mostly).
 *
 * Where the browser lets us say how large a picture we need, a photo of 108 megapixels is decoded at a fraction of its
 * size: measured, 0.3 s and no memory worth speaking of instead of 3 to 6 s and half a gigabyte.
 */
export async function shrink(file) {
  const frame = await reduced(file);
  if (frame) {
    try {
      return fitted(frame, frame.displayWidth, frame.displayHeight);
    } finally {
      frame.close();
    }
  }
  return whole(file);
}

/** A frame near the size we need; null where that cannot be asked for, or where nobody says whether it stands upright. */
async function reduced(file) {
  if (!window.ImageDecoder || !("rotation" in window.VideoFrame.prototype)) return null;
  let decoder = null;
  try {
    if (!(await ImageDecoder.isTypeSupported(file.type))) return null;
    decoder = new ImageDecoder({ data: file.stream(), type: file.type, desiredWidth: ENOUGH, desiredHeight: ENOUGH });
    return (await decoder.decode()).image;
  } catch {
    return null;
  } finally {
    decoder?.close();
  }
}

async function whole(file) {
  const url = URL.createObjectURL(file);
  const image = new Image();
  try {
    await new Promise((loaded, failed) => {
      image.addEventListener("load", loaded);
      image.addEventListener("error", failed);
      image.src = url;
    });
    return image.naturalWidth && image.naturalHeight ? fitted(image, image.naturalWidth, image.naturalHeight) : null;
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(url);
    image.removeAttribute("src"); // what was decoded may go at once
  }
}

function fitted(source, width, height) {
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  return drawn(source, Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)));
}

/** A JPEG of the canvas; of pictures full of detail the quality sinks first, then the size. */
export async function toJpeg(canvas) {
  for (let source = canvas; ; source = drawn(source, Math.round(source.width * 0.8), Math.round(source.height * 0.8))) {
    for (const quality of QUALITIES) {
      const blob = await new Promise((done) => source.toBlob(done, "image/jpeg", quality));
      if (!blob) throw new Error("the canvas gave no picture");
      if (blob.size <= HEAVIEST) return { blob, width: source.width, height: source.height };
    }
  }
}

export function drawn(source, width, height) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff"; // a JPEG has no transparency
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = "high";
  context.drawImage(source, 0, 0, width, height);
  return canvas;
}
