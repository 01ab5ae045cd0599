// Makes a photo small on the phone: upright, at most 1600 pixels, a JPEG of at most 1.5 MB without any metadata.

export const LONGEST = 1600; // pixels
const HEAVIEST = 1_500_000; // bytes
const QUALITIES = [0.86, 0.78, 0.7, 0.6, 0.5];

/**
 * The photo as a canvas, turned the way it was taken; null when this browser cannot read it (HEIC mostly).
 *
 * It is drawn from an image element: browsers then decode a photo of 108 megapixels at a fraction of its size, where
 * createImageBitmap would unfold all of it in memory first (430 MB).
 */
export async function shrink(file) {
  const url = URL.createObjectURL(file);
  const image = new Image();
  try {
    await new Promise((loaded, failed) => {
      image.addEventListener("load", loaded);
      image.addEventListener("error", failed);
      image.src = url;
    });
    const { naturalWidth, naturalHeight } = image;
    if (!naturalWidth || !naturalHeight) return null;
    const scale = Math.min(1, LONGEST / Math.max(naturalWidth, naturalHeight));
    return drawn(image, Math.max(1, Math.round(naturalWidth * scale)), Math.max(1, Math.round(naturalHeight * scale)));
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(url);
    image.removeAttribute("src"); // what was decoded may go at once
  }
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
