/** Bits that the engine's table of all combinations takes for a column of so many values (from 0 on, and one for what is missing). */
export function bitsOf(values: number): number {
  return Math.floor(Math.log2(values + 1)) + 1;
}

/**
 * Sets of columns, counted in one pass each, such that every pair of columns is in some set; every single column where `pairs` is false. A set
 * takes `most` bits together at the utmost, unless two columns take more by themselves. Greedy: whichever column adds most pairs that are still
 * to be counted comes next. Cost: O(sets x columns x size of a set).
 */
export function coverPairs(bits: readonly number[], most: number, pairs: boolean): number[][] {
  const size = bits.length;
  if (size < 2 || !pairs) return size === 0 ? [[]] : bits.map((_, i) => [i]);
  const open = Array.from({ length: size }, (_, i) => Uint8Array.from({ length: size }, (_, j) => (i === j ? 0 : 1)));
  const blocks: number[][] = [];
  for (let i = 0; i < size; i++) {
    for (let j = i + 1; j < size; j++) {
      if (open[i][j] === 0) continue;
      const block = grow([i, j], bits, most, open);
      for (const a of block) for (const b of block) open[a][b] = 0;
      blocks.push(block.sort((a, b) => a - b));
    }
  }
  return blocks;
}

/** Adds columns while there is room for one that adds a pair. */
function grow(start: number[], bits: readonly number[], most: number, open: readonly Uint8Array[]): number[] {
  const block = start;
  let room = most - block.reduce((sum, k) => sum + bits[k], 0);
  for (;;) {
    let best = -1;
    let gain = 0;
    for (let k = 0; k < bits.length; k++) {
      if (bits[k] > room || block.includes(k)) continue;
      let added = 0;
      for (const other of block) added += open[k][other];
      if (added > gain) [best, gain] = [k, added];
    }
    if (best < 0) return block;
    block.push(best);
    room -= bits[best];
  }
}
