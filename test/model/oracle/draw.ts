/** Choices at random, the same for the same seed. */
export interface Draw {
  /** 0 up to n - 1. */
  readonly below: (n: number) => number;
  readonly chance: (p: number) => boolean;
  readonly one: <T>(list: readonly T[]) => T;
  /** `count` different ones (fewer when the list is shorter), in random order. */
  readonly some: <T>(list: readonly T[], count: number) => readonly T[];
}

export function draws(seed: number): Draw {
  // mulberry32 (Ettinger 2017), good enough to choose test cases with.
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number) => Math.floor(next() * n);
  const some = <T>(list: readonly T[], count: number) => {
    const rest = [...list];
    const taken: T[] = [];
    while (taken.length < count && rest.length > 0) taken.push(...rest.splice(below(rest.length), 1));
    return taken;
  };
  return { below, chance: (p) => next() < p, one: (list) => list[below(list.length)], some };
}
