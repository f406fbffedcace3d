/**
 * Weight of each of the rows in each of `parts` parts of the data: `share[f][i]` of `weight[i]` is in part f. Rows of the same content
 * (same key) go to a part together when they are few; a content that stands for many observations, as a cell of a compressed table does,
 * is spread over all parts, by whole observations. So a row of weight k is k rows, a part is always a fair sample, and the order of rows
 * does not matter. `wanted`: only the first that many parts are returned. Cost: O(rows wanted).
 */
export function splitByContent(
  keys: Uint32Array,
  weight: Float64Array | undefined,
  parts: number,
  wanted: number,
): Float64Array[] {
  const { group, totals, keyOf } = groupByKey(keys, weight);
  const shares = Array.from({ length: wanted }, () => new Float64Array(keys.length));
  const used = new Float64Array(totals.length);
  for (let i = 0; i < keys.length; i++) {
    const g = group[i];
    const w = weight === undefined ? 1 : weight[i];
    const first = keyOf[g] % parts;
    if (totals[g] < 2 * parts) {
      if (first < wanted) shares[first][i] = w;
      continue;
    }
    const from = used[g];
    used[g] += w;
    const each = Math.floor(totals[g] / parts);
    const rest = totals[g] - each * parts;
    let low = 0;
    for (let f = 0; f < wanted; f++) {
      const high = low + each + Math.min(1, Math.max(0, rest - ((f - first + parts) % parts)));
      shares[f][i] = Math.max(0, Math.min(high, from + w) - Math.max(low, from));
      low = high;
    }
  }
  return shares;
}

/** Whether most observations are alone with their content. */
export function mostlyDistinct(keys: Uint32Array, weight: Float64Array | undefined): boolean {
  const { totals } = groupByKey(keys, weight);
  let alone = 0;
  let all = 0;
  for (const total of totals) {
    all += total;
    if (total < 2) alone += total;
  }
  return 2 * alone > all;
}

// Open addressing: a Map of a million numbers costs ten times as much.
function groupByKey(keys: Uint32Array, weight: Float64Array | undefined) {
  const size = 2 ** Math.ceil(Math.log2(2 * keys.length + 1));
  const slots = new Int32Array(size).fill(-1);
  const group = new Int32Array(keys.length);
  const totals = new Float64Array(keys.length);
  const keyOf = new Uint32Array(keys.length);
  let groups = 0;
  for (let i = 0; i < keys.length; i++) {
    let slot = keys[i] & (size - 1);
    while (slots[slot] >= 0 && keyOf[slots[slot]] !== keys[i]) slot = (slot + 1) & (size - 1);
    if (slots[slot] < 0) {
      slots[slot] = groups;
      keyOf[groups++] = keys[i];
    }
    group[i] = slots[slot];
    totals[group[i]] += weight === undefined ? 1 : weight[i];
  }
  return { group, totals: totals.subarray(0, groups), keyOf };
}
