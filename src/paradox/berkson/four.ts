/** Four numbers, of neither, first only, second only, both: entry first + 2 second. */
export type Four = readonly [number, number, number, number];

/** What each has in the log of an odds ratio: both and neither above, the one-sided below. */
export const SIGNS: Four = [1, -1, -1, 1];

export function four(make: (group: number) => number): Four {
  return [make(0), make(1), make(2), make(3)];
}

export function sumOf(values: Four): number {
  return values[0] + values[1] + values[2] + values[3];
}

/** n11 n00 / (n10 n01): finite, infinite, or 0/0 (NaN). */
export function crossRatio([neither, first, second, both]: Four): number {
  const [top, bottom] = [both * neither, first * second];
  if (top === 0 || bottom === 0) return top === 0 && bottom === 0 ? Number.NaN : top === 0 ? 0 : Infinity;
  // Ratios first: products of four large or tiny numbers may leave the doubles.
  return (both / first) * (neither / second);
}
