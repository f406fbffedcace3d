import type { Value } from "../../query/question.js";
import type { BitModel, Coin, Mechanism, Sum } from "./bits.js";
import type { Copy, Imagined } from "./copies.js";

/** Bits that fit into a number which is handled bit by bit. */
const ROOM = 30;
/** As many states at once are an answer still; models of witnesses have hundreds. */
const MOST_STATES = 1 << 16;

/** The probability of each joint state that can be. */
export type States = ReadonlyMap<number, number>;

/** What a copy must be: where that is given, states in which it is not are dropped. */
interface Test {
  readonly code: number;
  readonly given: boolean;
}

/** What is carried forward: the lowest bit says whether all tests that are not given hold; then come the codes of `kept`. */
interface Run {
  readonly model: BitModel;
  readonly copies: readonly Copy[];
  readonly kept: readonly number[];
  readonly tests: ReadonlyMap<number, readonly Test[]>;
  readonly most: number;
}

/**
 * The joint law of copies of one world: their codes from the second bit on, each lowest bit first. Undefined where it is too large.
 * Cost: as many steps for each copy as there are states of the copies and of the coins that later ones need.
 */
export function lawOf(model: BitModel, copies: readonly Copy[]): States | undefined {
  return carried({ model, copies, kept: [...copies.keys()], tests: new Map(), most: MOST_STATES });
}

/**
 * The value of a question: exact, because all probabilities are multiples of powers of two. Undefined where what is given cannot be, and
 * where there are too many states.
 */
export function valueIn(model: BitModel, { copies, terms }: Imagined, most = MOST_STATES): number | undefined {
  let sum = 0;
  for (const { weight, facts } of terms) {
    const tests = new Map<number, Test[]>();
    let possible = true;
    for (const { input, at, given } of facts) {
      if ("copy" in input) {
        const code = codeOf(model, copies[input.copy].node, at);
        tests.set(input.copy, [...(tests.get(input.copy) ?? []), { code, given }]);
      } else if (input.value !== at) {
        if (given) return undefined;
        possible = false;
      }
    }
    const states = carried({ model, copies, kept: [], tests, most });
    if (states === undefined || states.size === 0) return undefined;
    const [no, yes] = [states.get(0) ?? 0, states.get(1) ?? 0];
    sum += possible ? (weight * yes) / (no + yes) : 0;
  }
  return sum;
}

function codeOf(model: BitModel, node: number, value: Value): number {
  return model.values(node).indexOf(value);
}

function carried({ model, copies, kept, tests, most }: Run): States | undefined {
  const needed = neededFor(model, copies, [...kept, ...tests.keys()]);
  const last = lastUses(model, copies, needed);
  const places = placesFor(kept.map((at) => [at, widthOf(model, copies[at])]));
  let states = new Map([[1, 1]]);
  for (const at of needed) {
    const copy = copies[at];
    const mechanism = model.mechanisms.get(copy.node)!;
    for (const coin of mechanism.coins) {
      if (places.of(coin) !== undefined) continue;
      if (!places.take(coin, 1)) return undefined;
      states = withCoin(states, coin, 1 << places.of(coin)![0]);
      if (states.size > 8 * most) return undefined;
    }
    if (places.of(at) === undefined && !places.take(at, widthOf(model, copy))) return undefined;
    const own = places.of(at)!;
    const masks = mechanism.bits.map((sum) => masksOf(sum, mechanism, copy, model, places.of));
    const checks = tests.get(at) ?? [];
    const forgotten = ~places.release((one) => last.get(one) === at && !kept.includes(one as number));
    const next = new Map<number, number>();
    for (const [state, mass] of states) {
      let after = state;
      let code = 0;
      for (let bit = 0; bit < masks.length; bit++) {
        let value = 0;
        for (const mask of masks[bit]) if ((state & mask) === mask) value ^= 1;
        after |= value << own[bit];
        code |= value << bit;
      }
      const failed = checks.filter((test) => test.code !== code);
      if (failed.some(({ given }) => given)) continue;
      if (failed.length > 0) after &= ~1;
      after &= forgotten;
      next.set(after, (next.get(after) ?? 0) + mass);
    }
    if (next.size > most) return undefined;
    states = next;
  }
  return states;
}

/** What holds a place in the states: a copy, for its code, or a coin that later copies need. */
type Holder = number | Coin;

interface Places {
  readonly of: (holder: Holder) => readonly number[] | undefined;
  /** False where there is no room. */
  readonly take: (holder: Holder, count: number) => boolean;
  /** The bits that become free. */
  readonly release: (isOver: (holder: Holder) => boolean) => number;
}

/** The bits of a state; the lowest is taken, and those who stay come next. */
function placesFor(stay: readonly (readonly [Holder, number])[]): Places {
  const free = Array.from({ length: ROOM - 1 }, (_, i) => i + 1);
  const held = new Map<Holder, readonly number[]>();
  const take = (holder: Holder, count: number) => {
    if (free.length < count) return false;
    held.set(holder, free.splice(0, count));
    return true;
  };
  for (const [holder, count] of stay) take(holder, count);
  const release = (isOver: (holder: Holder) => boolean) => {
    let bits = 0;
    for (const [holder, places] of held) {
      if (!isOver(holder)) continue;
      for (const place of places) bits |= 1 << place;
      free.unshift(...places);
      held.delete(holder);
    }
    return bits;
  };
  return { of: (holder) => held.get(holder), take, release };
}

function withCoin(states: States, { odds }: Coin, bit: number): Map<number, number> {
  const next = new Map<number, number>();
  for (const [state, mass] of states) {
    next.set(state, mass * (1 - odds));
    next.set(state | bit, mass * odds);
  }
  return next;
}

/** A sum as the bits of the state that each of its products needs. */
function masksOf(
  sum: Sum,
  { own }: Pick<Mechanism, "own">,
  copy: Copy,
  model: BitModel,
  placesOf: Places["of"],
): readonly number[] {
  return sum.flatMap((product) => {
    let masks = [0];
    for (const leaf of product) {
      if ("own" in leaf) {
        const inside = masksOf(own, { own: [] }, copy, model, placesOf);
        masks = masks.flatMap((mask) => inside.map((other) => mask | other));
      } else if ("coin" in leaf) masks = masks.map((mask) => mask | (1 << placesOf(leaf.coin)![0]));
      else {
        const input = copy.inputs.get(leaf.node)!;
        if ("copy" in input) masks = masks.map((mask) => mask | (1 << placesOf(input.copy)![leaf.bit]));
        else if (((codeOf(model, leaf.node, input.value) >> leaf.bit) & 1) === 0) masks = [];
      }
    }
    return masks;
  });
}

/** Some copies and those they depend on, causes first. */
function neededFor(model: BitModel, copies: readonly Copy[], wanted: readonly number[]): readonly number[] {
  const needed = new Set(wanted);
  // A set is walked in the order of insertion, also what is inserted meanwhile.
  for (const at of needed) for (const one of heard(model, copies[at])) needed.add(one);
  return [...needed].sort((a, b) => a - b);
}

/** The last copy that each holder is needed for. */
function lastUses(model: BitModel, copies: readonly Copy[], needed: readonly number[]): ReadonlyMap<Holder, number> {
  const last = new Map<Holder, number>();
  for (const at of needed) {
    last.set(at, at);
    for (const one of heard(model, copies[at])) last.set(one, at);
    for (const coin of model.mechanisms.get(copies[at].node)!.coins) last.set(coin, at);
  }
  return last;
}

/** The copies that a copy listens to. */
function heard(model: BitModel, { node, inputs }: Copy): readonly number[] {
  const heard: number[] = [];
  for (const parent of model.mechanisms.get(node)!.parents) {
    const input = inputs.get(parent)!;
    if ("copy" in input) heard.push(input.copy);
  }
  return heard;
}

function widthOf(model: BitModel, { node }: Copy): number {
  return model.mechanisms.get(node)!.bits.length;
}
