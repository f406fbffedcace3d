/** Numbers fewer than this are sorted as fast by the engine. */
const FEW = 8192;

const BITS = 11;
const WIDTH = 1 << BITS;
const PASSES = 6;

/**
 * A sorted copy, ascending, -0 before 0 and what is not a number at the end: as a typed array sorts itself, in a third of the time where there are
 * very many. Cost: O(n), six passes by eleven bits of the numbers' order-preserving patterns (a radix sort).
 */
export function sortNumbers(values: Float64Array): Float64Array {
  if (values.length < FEW) return values.slice().sort();
  let from = new Uint32Array(2 * values.length);
  const known = toKeys(values, from);
  let to = new Uint32Array(from.length);
  const counts = countDigits(from, known);
  for (let pass = 0; pass < PASSES; pass++) {
    const starts = counts.subarray(pass * WIDTH, (pass + 1) * WIDTH);
    // All numbers have the same digit: nothing would move.
    if (starts.includes(known)) continue;
    let sum = 0;
    for (let digit = 0; digit < WIDTH; digit++) {
      const own = starts[digit];
      starts[digit] = sum;
      sum += own;
    }
    scatter(from, to, known, pass, starts);
    [from, to] = [to, from];
  }
  return fromKeys(from, known, values.length);
}

/** Patterns in the order of the numbers, low word first: all bits turned over for negative numbers, the first bit for others. Returns how many are numbers. */
function toKeys(values: Float64Array, keys: Uint32Array): number {
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  let at = 0;
  for (let i = 0; i < words.length; i += 2) {
    const high = words[i + 1];
    const size = high & 0x7fffffff;
    if (size > 0x7ff00000 || (size === 0x7ff00000 && words[i] !== 0)) continue;
    const sign = high >> 31;
    keys[at] = words[i] ^ sign;
    keys[at + 1] = high ^ (sign | 0x80000000);
    at += 2;
  }
  return at / 2;
}

function fromKeys(keys: Uint32Array, known: number, length: number): Float64Array {
  const sorted = new Float64Array(length).fill(Number.NaN, known);
  const words = new Uint32Array(sorted.buffer);
  for (let i = 0; i < 2 * known; i += 2) {
    // The first bit is set in what was positive.
    const sign = ~keys[i + 1] >> 31;
    words[i] = keys[i] ^ sign;
    words[i + 1] = keys[i + 1] ^ (sign | 0x80000000);
  }
  return sorted;
}

/** How often each digit occurs, for all passes in one look. */
function countDigits(keys: Uint32Array, known: number): Uint32Array {
  const counts = new Uint32Array(PASSES * WIDTH);
  for (let i = 0; i < 2 * known; i += 2) {
    const low = keys[i];
    const high = keys[i + 1];
    counts[low & 2047]++;
    counts[WIDTH + ((low >>> 11) & 2047)]++;
    counts[2 * WIDTH + ((low >>> 22) | ((high & 1) << 10))]++;
    counts[3 * WIDTH + ((high >>> 1) & 2047)]++;
    counts[4 * WIDTH + ((high >>> 12) & 2047)]++;
    counts[5 * WIDTH + (high >>> 23)]++;
  }
  return counts;
}

function scatter(from: Uint32Array, to: Uint32Array, known: number, pass: number, starts: Uint32Array): void {
  for (let i = 0; i < 2 * known; i += 2) {
    const low = from[i];
    const high = from[i + 1];
    let digit: number;
    if (pass < 2) digit = (low >>> (BITS * pass)) & 2047;
    else if (pass === 2) digit = (low >>> 22) | ((high & 1) << 10);
    else digit = (high >>> (1 + BITS * (pass - 3))) & 2047;
    const at = 2 * starts[digit]++;
    to[at] = low;
    to[at + 1] = high;
  }
}
