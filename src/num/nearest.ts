/** How much is looked at, and what counts as near. */
export interface NearestOptions {
  /** Letters of the name asked for that are looked at; 200 when absent. */
  readonly letters?: number;
  /** Names that are looked at, the first ones; all when absent. */
  readonly names?: number;
  /** Is a name of one letter near to another letter? Yes when absent. */
  readonly strangers?: boolean;
}

/**
 * The name most like the one that was asked for, or undefined when nothing is near (more than about a third of its letters differ).
 * Capitals count as small letters; of names equally near the first is given. Cost: O(letters^2) per name of about that length.
 */
export function nearestName(
  asked: string,
  names: Iterable<string>,
  { letters = 200, names: most = Number.POSITIVE_INFINITY, strangers = true }: NearestOptions = {},
): string | undefined {
  const wanted = asked.slice(0, letters).toLowerCase();
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  let seen = 0;
  for (const name of names) {
    if (++seen > most) break;
    if (Math.abs(name.length - wanted.length) >= least) continue;
    const distance = editDistance(wanted, name.toLowerCase());
    // As many slips as letters: the two share none.
    if (!strangers && distance >= Math.max(wanted.length, name.length)) continue;
    if (distance < least) {
      best = name;
      least = distance;
    }
  }
  return best;
}

/** Number of letters to change, add, remove or swap with the next to get from one word to another. Cost: O(a.length * b.length). */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next[j] = Math.min(change, row[j] + 1, next[j - 1] + 1);
      if (j > 1 && i > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    before = row;
    row = next;
  }
  return row[b.length];
}
