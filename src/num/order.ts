const BITS = 11;
const WIDTH = 1 << BITS;
const MASK = WIDTH - 1;
const PASSES = 6;
/** Words of a record: low and high word of the number's pattern, and its place. */
const RECORD = 3;
/** Two to the bits of a place among equal values, above which a 32-bit tie still fits into a whole number. */
const PLACES = 2 ** 21;

/**
 * The places of the values in ascending order (-0 and 0 alike); of equal values the one with the smaller `tie` first, and of those equal in both the
 * earlier. What is not a number comes last. Cost: O(n) for different values, six passes by eleven bits over records of pattern and place (a radix
 * sort from the last digit to the first); equal ones are sorted by their ties.
 */
export function orderOf(values: Float64Array, tie: Uint32Array): Int32Array {
  const size = values.length;
  const counts = new Uint32Array(PASSES * WIDTH);
  let from = recordsOf(values, counts);
  let to = new Uint32Array(from.length);
  for (let pass = 0; pass < PASSES; pass++) {
    const starts = counts.subarray(pass * WIDTH, (pass + 1) * WIDTH);
    // All have the same digit: nothing would move.
    if (starts.includes(size)) continue;
    let sum = 0;
    for (let digit = 0; digit < WIDTH; digit++) {
      const own = starts[digit];
      starts[digit] = sum;
      sum += own;
    }
    scatter(from, to, pass, starts);
    [from, to] = [to, from];
  }
  return settleTies(from, size, tie);
}

/** Patterns in the order of the numbers: all bits turned over for negative numbers, the first bit for others; digits are counted for all passes at once. */
function recordsOf(values: Float64Array, counts: Uint32Array): Uint32Array<ArrayBuffer> {
  const records = new Uint32Array(RECORD * values.length);
  const words = new Uint32Array(2);
  const double = new Float64Array(words.buffer);
  for (let i = 0, at = 0; i < values.length; i++, at += RECORD) {
    const value = values[i];
    // Adding 0 makes -0 into 0, and only one pattern of NaN is left.
    double[0] = Number.isNaN(value) ? Number.NaN : value + 0;
    const sign = words[1] >> 31;
    const low = (words[0] ^ sign) >>> 0;
    const high = (words[1] ^ (sign | 0x80000000)) >>> 0;
    records[at] = low;
    records[at + 1] = high;
    records[at + 2] = i;
    for (let pass = 0; pass < PASSES; pass++) counts[pass * WIDTH + digitOf(low, high, pass)]++;
  }
  return records;
}

function digitOf(low: number, high: number, pass: number): number {
  if (pass < 2) return (low >>> (BITS * pass)) & MASK;
  if (pass === 2) return (low >>> 22) | ((high & 1) << 10);
  return (high >>> (1 + BITS * (pass - 3))) & MASK;
}

function scatter(from: Uint32Array, to: Uint32Array, pass: number, starts: Uint32Array): void {
  for (let i = 0; i < from.length; i += RECORD) {
    const low = from[i];
    const high = from[i + 1];
    const at = RECORD * starts[digitOf(low, high, pass)]++;
    to[at] = low;
    to[at + 1] = high;
    to[at + 2] = from[i + 2];
  }
}

function settleTies(records: Uint32Array, size: number, tie: Uint32Array): Int32Array {
  const order = new Int32Array(size);
  for (let i = 0; i < size; i++) order[i] = records[RECORD * i + 2];
  for (let first = 0; first < size; ) {
    let end = first + 1;
    const [low, high] = [records[RECORD * first], records[RECORD * first + 1]];
    while (end < size && records[RECORD * end] === low && records[RECORD * end + 1] === high) end++;
    if (end - first > 1) sortRun(order.subarray(first, end), tie);
    first = end;
  }
  return order;
}

/** Equal values stand in the order of their places, so that the place within the run settles equal ties. */
function sortRun(run: Int32Array, tie: Uint32Array): void {
  if (run.length >= PLACES) {
    run.sort((a, b) => tie[a] - tie[b] || a - b);
    return;
  }
  const keys = new Float64Array(run.length);
  for (let i = 0; i < run.length; i++) keys[i] = tie[run[i]] * PLACES + i;
  keys.sort();
  const old = run.slice();
  for (let i = 0; i < run.length; i++) run[i] = old[keys[i] % PLACES];
}
