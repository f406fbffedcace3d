import { cropped, dispose, isAtHand, type Past } from "./past.js";
import type { MakeTensor } from "./peer.js";

interface Remembered {
  readonly tokens: readonly number[];
  readonly past: Past;
}

/** Where a text can be read on from: what is remembered of its first tokens. */
export interface Start {
  readonly past: Past;
  readonly length: number;
}

/** What a model remembers, by the keys of texts. */
export interface Memory {
  /** The most that is remembered of a text's beginning, under its own key or, where it has none, under another's; never all of it. */
  startOf(key: string, tokens: readonly number[]): Start | undefined;
  /** Keeps what is remembered of a text; absent: nothing. */
  keep(key: string, tokens: readonly number[], past: Past | undefined): Promise<void>;
  forget(keys: Iterable<string>): Promise<void>;
  keys(): readonly string[];
  /** It can be put together with others into a batch. */
  canJoin(past: Past): boolean;
}

/** An empty memory. Keys and values are never written to, so that several keys may share them. */
export function emptyMemory(Tensor: MakeTensor): Memory {
  const kept = new Map<string, Remembered>();
  const beginning = ({ tokens, past }: Remembered, length: number): Start | undefined => {
    if (length === 0) return undefined;
    if (length === tokens.length) return { past, length };
    const part = cropped(past, tokens.length, length, Tensor);
    return part && { past: part, length };
  };
  const drop = async (key: string, next?: Past) => {
    const old = kept.get(key);
    kept.delete(key);
    if (old && old.past !== next) await dispose(old.past);
  };
  return {
    startOf(key, tokens) {
      // The last token is always read: its logits are what is asked for.
      const most = tokens.length - 1;
      const own = kept.get(key);
      if (own) return beginning(own, common(own.tokens, tokens, most));
      let best: { readonly from: Remembered; readonly length: number } | undefined;
      for (const from of kept.values()) {
        // What lies on a graphics card has one owner, who frees it.
        if (!isAtHand(from.past)) continue;
        const length = common(from.tokens, tokens, most);
        if (length > (best?.length ?? 0)) best = { from, length };
      }
      return best && beginning(best.from, best.length);
    },
    async keep(key, tokens, past) {
      await drop(key, past);
      if (past) kept.set(key, { tokens: [...tokens], past });
    },
    async forget(keys) {
      for (const key of keys) await drop(key);
    },
    keys: () => [...kept.keys()],
    canJoin: isAtHand,
  };
}

/** How many first tokens two texts share, at most so many. */
function common(one: readonly number[], other: readonly number[], most: number): number {
  const end = Math.min(one.length, other.length, most);
  let at = 0;
  while (at < end && one[at] === other[at]) at++;
  return at;
}
