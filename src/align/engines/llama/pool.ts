import type { Asked, Context, Sequence, Told } from "./peer.js";
import { commonLength, donorFor, type Slot, slotFor } from "./slots.js";

/** A text that a pool is to hold, under its key. */
export interface Text {
  readonly key: string;
  readonly tokens: readonly number[];
}

export interface Pool {
  /** The end of a text cannot be taken off without evaluating all of it again (recurrent models, sliding windows). */
  readonly slowToCut: boolean;
  /**
   * Evaluates these texts together, at most as many as there are sequences, and tells what was asked of the next token of each.
   * @throws the signal's reason when it is aborted
   */
  readonly evaluate: (texts: readonly (Text & { readonly asked: Asked })[], signal?: AbortSignal) => Promise<Told[]>;
  readonly forget: (keys: readonly string[]) => void;
  readonly dispose: () => Promise<void>;
}

/** How many tokens of each text are evaluated between two looks at the signal. */
const CHUNK = 128;
/** Copying a state through a file costs as much as evaluating a dozen tokens of a prompt, whatever its length (docs/fuse.md). */
const WORTH_COPYING = 32;

/**
 * The sequences of one context as slots for texts. A text keeps its slot under its key from call to call, and what it has in common with what the slot
 * holds is not evaluated again; a long beginning that another slot holds is copied. `temporary` names a file for that, and may fail.
 */
export function openPool(context: Context, sequences: number, temporary: () => Promise<string>): Pool {
  const slots: Slot[] = [];
  for (let k = 0; k < sequences; k++) slots.push({ sequence: context.getSequence(), tokens: [], used: 0 });
  let clock = 0;

  /** Evaluates a slot's text up to a length, and looks at the signal between chunks. */
  async function reach(slot: Slot, tokens: readonly number[], length: number, signal?: AbortSignal): Promise<void> {
    while (slot.tokens.length < length) {
      signal?.throwIfAborted();
      const from = slot.tokens.length;
      const chunk = tokens.slice(from, Math.min(length, from + CHUNK));
      await slot.sequence.evaluateWithoutGeneratingNewTokens(chunk);
      slot.tokens = tokens.slice(0, from + chunk.length);
    }
  }

  async function cutBack(slot: Slot, length: number): Promise<void> {
    if (slot.tokens.length <= length) return;
    await cut(slot.sequence, length);
    slot.tokens = slot.tokens.slice(0, length);
  }

  /** Fills a slot with the beginning of another's text, where that is a good deal longer than what it holds itself. */
  async function borrow(
    slot: Slot,
    tokens: readonly number[],
    texts: Map<Slot, readonly number[]>,
    signal?: AbortSignal,
  ) {
    const most = tokens.length - 1;
    const own = commonLength(slot.tokens, tokens);
    if (most - own < WORTH_COPYING || slot.sequence.needsCheckpoints) return;
    const found = donorFor(slots, slot, tokens, texts);
    if (found === undefined) return;
    const length = Math.min(found.common, most);
    if (length - own < WORTH_COPYING) return;
    const { donor } = found;
    const text = texts.get(donor);
    if (text !== undefined) await reach(donor, text, length, signal);
    if (await copy(donor.sequence, slot.sequence, temporary)) slot.tokens = donor.tokens;
    else slot.tokens = slot.sequence.contextTokens;
  }

  async function clear(): Promise<void> {
    for (const slot of slots) {
      await slot.sequence.clearHistory();
      slot.tokens = [];
    }
  }

  /** Slots that hold these texts but for a few tokens at their ends. */
  async function hold(texts: readonly Text[], signal?: AbortSignal): Promise<readonly Slot[]> {
    clock++;
    const taken = new Set<Slot>(slots.filter(({ key }) => texts.some((text) => text.key === key)));
    const planned = new Map<Slot, readonly number[]>();
    for (const { key, tokens } of texts) {
      const slot = slotFor(slots, key, tokens, taken)!;
      taken.add(slot);
      slot.key = key;
      slot.used = clock;
      await borrow(slot, tokens, planned, signal);
      planned.set(slot, tokens);
      // The last token is always evaluated: its logits are what is wanted.
      await cutBack(slot, Math.min(commonLength(slot.tokens, tokens), tokens.length - 1));
    }
    const all = [...planned];
    for (;;) {
      const long = all.filter(([slot, tokens]) => tokens.length - slot.tokens.length > CHUNK);
      if (long.length === 0) break;
      await allOf(long.map(([slot, tokens]) => reach(slot, tokens, slot.tokens.length + CHUNK, signal)));
    }
    signal?.throwIfAborted();
    return [...planned.keys()];
  }

  async function ask({ sequence, rest }: Asking, generateNext: Asked): Promise<Told> {
    const last = rest.length - 1;
    const out = await sequence.controlledEvaluate([...rest.slice(0, last), [rest[last], { generateNext }]]);
    return out[last]!.next;
  }

  return {
    slowToCut: slots[0].sequence.needsCheckpoints,
    evaluate: async (texts, signal) => {
      try {
        const held = await hold(texts, signal);
        const asking = held.map(({ sequence, tokens }, k) => ({
          sequence,
          rest: texts[k].tokens.slice(tokens.length),
        }));
        const told = await allOf(asking.map((one, k) => ask(one, texts[k].asked)));
        held.forEach((slot, k) => {
          slot.tokens = texts[k].tokens;
        });
        return told;
      } catch (error) {
        // A signal leaves whole chunks behind; after anything else nothing that is held can be relied on.
        if (!signal?.aborted || error !== signal.reason) await clear();
        throw error;
      }
    },
    forget: (keys) => {
      for (const slot of slots) if (slot.key !== undefined && keys.includes(slot.key)) delete slot.key;
    },
    dispose: () => context.dispose(),
  };
}

interface Asking {
  readonly sequence: Sequence;
  /** What is still to be evaluated: one token at least. */
  readonly rest: number[];
}

/** Waits for all of them, also when one fails: a sequence that is still at work must not be touched. */
async function allOf<T>(works: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(works);
  return Promise.all(works);
}

/** Takes tokens off a sequence's end. */
async function cut(sequence: Sequence, length: number): Promise<void> {
  await sequence.eraseContextTokenRanges([{ start: length, end: sequence.nextTokenIndex }]);
}

/** False where the disk does not take it: then the text is evaluated instead. */
async function copy(from: Sequence, to: Sequence, temporary: () => Promise<string>): Promise<boolean> {
  const { rm } = await import("node:fs/promises");
  let path: string | undefined;
  try {
    path = await temporary();
    await from.saveStateToFile(path);
    await to.loadStateFromFile(path, { acceptRisk: true });
    return true;
  } catch {
    await to.clearHistory();
    return false;
  } finally {
    if (path !== undefined) await rm(path, { force: true });
  }
}
