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

const MOST_NAMES = 2000;

/**
 * The name most like the one that was asked for, or undefined when nothing is near (more than about a third differs). Looks at the first
 * two thousand names.
 */
export function nearestName(asked: string, names: Iterable<string>): string | undefined {
  const wanted = asked.slice(0, 100).toLowerCase();
  let best: string | undefined;
  let least = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  let seen = 0;
  for (const name of names) {
    if (++seen > MOST_NAMES) break;
    if (Math.abs(name.length - wanted.length) >= least) continue;
    const distance = editDistance(wanted, name.toLowerCase());
    // Words that share no letter are not alike, however short.
    if (distance < least && distance < Math.max(wanted.length, name.length)) {
      best = name;
      least = distance;
    }
  }
  return best;
}
