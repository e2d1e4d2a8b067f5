/** Deterministic numbers from texts: the same seed and text give the same latency, fault and choice. */

/** An unsigned 32-bit hash (FNV-1a over UTF-16 units, then mixed). */
export function hash32(text: string, seed = 0): number {
  let h = (0x811c9dc5 ^ seed) >>> 0;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
  return (h ^ (h >>> 15)) >>> 0;
}

/** Uniform in [0, 1), from a seed and a text. */
export function uniform(text: string, seed = 0): number {
  return hash32(text, seed) / 2 ** 32;
}
