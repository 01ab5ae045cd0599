// The place a camera wrote into a photo (EXIF, GPS directory), read on the phone before the photo is shrunk.

const HEAD = 256 * 1024; // of a JPEG the directory stands at the beginning
const WHOLE = 24 * 1024 * 1024; // of a HEIC it may stand anywhere
const EXIF = [0x45, 0x78, 0x69, 0x66, 0, 0]; // "Exif", then the TIFF directory
const GPS = 0x8825;

/** {lat, lon} in degrees, null when there is none or none that can be true; only a proposal for its owner. */
export async function placeIn(file) {
  try {
    const start = new Uint8Array(await file.slice(0, 2).arrayBuffer());
    const isJpeg = start[0] === 0xff && start[1] === 0xd8;
    const bytes = new Uint8Array(await file.slice(0, isJpeg ? HEAD : WHOLE).arrayBuffer());
    const at = directoryIn(bytes);
    return at < 0 ? null : placeOf(new DataView(bytes.buffer, at));
  } catch {
    return null; // a broken directory says nothing
  }
}

function directoryIn(bytes) {
  for (let at = bytes.indexOf(EXIF[0]); at >= 0; at = bytes.indexOf(EXIF[0], at + 1)) {
    const after = at + EXIF.length;
    const order = bytes[after];
    if (EXIF.every((byte, i) => bytes[at + i] === byte) && order === bytes[after + 1] && (order === 0x49 || order === 0x4d)) return after;
  }
  return -1;
}

function placeOf(view) {
  const isLittle = view.getUint16(0) === 0x4949;
  const entriesAt = (offset) => {
    const count = view.getUint16(offset, isLittle);
    return new Map(Array.from({ length: count }, (_, i) => [view.getUint16(offset + 2 + i * 12, isLittle), offset + 2 + i * 12]));
  };
  const number = (offset) => view.getUint32(offset, isLittle);
  const gps = entriesAt(number(4)).get(GPS);
  if (gps === undefined) return null;
  const entries = entriesAt(number(gps + 8));
  const degrees = (reference, value, negative) => {
    const at = number(entries.get(value) + 8);
    const [d, m, s] = [0, 8, 16].map((step) => number(at + step) / (number(at + step + 4) || NaN));
    const sign = String.fromCharCode(view.getUint8(entries.get(reference) + 8)) === negative ? -1 : 1;
    return sign * (d + m / 60 + (Number.isNaN(s) ? 0 : s / 3600));
  };
  const [lat, lon] = [degrees(1, 2, "S"), degrees(3, 4, "W")];
  const isTrue = Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && Math.abs(lat) + Math.abs(lon) > 0.01; // (0, 0) is a camera without reception
  return isTrue ? { lat, lon } : null;
}
