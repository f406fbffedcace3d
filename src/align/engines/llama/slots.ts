import type { Sequence } from "./peer.js";

/** A place of a context that holds one text. */
export interface Slot {
  readonly sequence: Sequence;
  /** Whose text it is; absent: nobody's any more, but what it holds may be the beginning of the next text. */
  key?: string;
  /** What its keys and values are of. */
  tokens: readonly number[];
  /** When it was last used, on a clock that counts calls. */
  used: number;
}

/** How many tokens two texts have in common at their beginnings. */
export function commonLength(one: readonly number[], other: readonly number[]): number {
  const end = Math.min(one.length, other.length);
  let at = 0;
  while (at < end && one[at] === other[at]) at++;
  return at;
}

/**
 * The slot for a key's text: its own; else of the slots that are nobody's the one that holds most of the text, of equal ones the one longest unused;
 * else the slot of the key longest unused, which loses it. Slots in `taken` are left alone. Undefined: all are taken.
 */
export function slotFor<T extends Omit<Slot, "sequence">>(
  slots: readonly T[],
  key: string,
  tokens: readonly number[],
  taken: ReadonlySet<T>,
): T | undefined {
  const own = slots.find((slot) => slot.key === key);
  if (own !== undefined) return own;
  const left = slots.filter((slot) => !taken.has(slot)).sort((a, b) => a.used - b.used);
  const [idle] = left
    .filter((slot) => slot.key === undefined)
    .map((slot) => ({ slot, common: commonLength(slot.tokens, tokens) }))
    .sort((a, b) => b.common - a.common);
  return idle?.slot ?? left[0];
}

/** The slot other than `slot` that holds most of a text's beginning, and how much. `texts` are what slots will hold soon. */
export function donorFor<T extends Omit<Slot, "sequence">>(
  slots: readonly T[],
  slot: T,
  tokens: readonly number[],
  texts: ReadonlyMap<T, readonly number[]>,
): { readonly donor: T; readonly common: number } | undefined {
  const [best] = slots
    .filter((other) => other !== slot)
    .map((donor) => ({ donor, common: commonLength(texts.get(donor) ?? donor.tokens, tokens) }))
    .sort((a, b) => b.common - a.common);
  return best;
}
