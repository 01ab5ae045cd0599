// SHA-256 (FIPS 180-4): of short texts thousands of times a second, and of files where the browser offers no digest (http).

const K = new Uint32Array(64);
const START = new Uint32Array(8);
let found = 0;
for (let candidate = 2; found < 64; candidate += 1) {
  let prime = true;
  for (let i = 2; i * i <= candidate; i += 1) if (candidate % i === 0) prime = false;
  if (!prime) continue;
  if (found < 8) START[found] = (Math.sqrt(candidate) % 1) * 2 ** 32;
  K[found] = (Math.cbrt(candidate) % 1) * 2 ** 32;
  found += 1;
}

const turn = (x, n) => (x >>> n) | (x << (32 - n));

function mix(state, words, from, w) {
  for (let i = 0; i < 64; i += 1) {
    if (i < 16) {
      w[i] = words[from + i];
    } else {
      const a = w[i - 15];
      const b = w[i - 2];
      w[i] = w[i - 16] + w[i - 7] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10));
    }
  }
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i += 1) {
    const t1 = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
    const t2 = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

/** The digest of `length` bytes, of which `byteAt(i)` gives one, as eight unsigned words. */
function digest(length, byteAt) {
  const words = new Uint32Array((((length + 8) >> 6) + 1) * 16);
  for (let i = 0; i < length; i += 1) words[i >> 2] |= byteAt(i) << (24 - (i % 4) * 8);
  words[length >> 2] |= 0x80 << (24 - (length % 4) * 8);
  words[words.length - 2] = Math.floor(length / 2 ** 29);
  words[words.length - 1] = length * 8;
  const state = Uint32Array.from(START);
  const w = new Uint32Array(64);
  for (let from = 0; from < words.length; from += 16) mix(state, words, from, w);
  return state;
}

/** First 32 bits of the digest of a short ASCII text as an unsigned number. */
export const firstWord = (text) => digest(text.length, (i) => text.charCodeAt(i))[0];

/** The digest of an ArrayBuffer in hexadecimal digits. */
export async function hexDigest(buffer) {
  const bytes = new Uint8Array(buffer);
  const words = crypto.subtle
    ? new DataView(await crypto.subtle.digest("SHA-256", bytes))
    : new DataView(Uint8Array.from([...digest(bytes.length, (i) => bytes[i])].flatMap((word) => [word >>> 24, word >>> 16, word >>> 8, word])).buffer);
  return Array.from({ length: 32 }, (_, i) => words.getUint8(i).toString(16).padStart(2, "0")).join("");
}
