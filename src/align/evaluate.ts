import { DiscoError } from "../error.js";
import { shown } from "../num/complaint.js";
import { powerWithin } from "./budget.js";
import type { Base, Factor, Product } from "./product.js";
import { normalised, type TokenLaw } from "./token-law.js";

export interface EvaluateOptions {
  /** The laws behind the names, over one vocabulary. */
  readonly laws: ReadonlyMap<string, TokenLaw>;
  /** Tokens of the named sets. */
  readonly sets?: ReadonlyMap<string, ReadonlySet<number>>;
  /** Probability of a token where a law does not tell it, or where one is taken out that gives it none; absent: such tokens are left out, such divisions refused. */
  readonly floor?: number;
  /** What an answer's tokens so far have spent of its budget, in nats. */
  readonly spent?: number;
  /** Memory for the law and its probabilities, two arrays of the vocabulary's size, where the law is not kept: fresh memory costs as much as the arithmetic. */
  readonly room?: readonly [Float64Array, Float64Array];
}

/** A product's law, and what had to be decided on the way. */
export interface Evaluated {
  readonly law: TokenLaw;
  /** Of a budget: the power that was found, the divergence that it spends, and whether a larger one would have been allowed too. */
  readonly budget?: { readonly power: number; readonly spent: number; readonly unbounded: boolean };
  /** Logarithm of what the products added up to before they were made a law: what fusing token by token drops of a whole text's weight. */
  readonly logZ: number;
  /** Probabilities that the floor stood in for. */
  readonly floored: number;
  /** The largest probability that a factor has on tokens left out because another does not tell them. */
  readonly leftOut: number;
}

interface Ground {
  readonly options: EvaluateOptions;
  readonly vocabulary: TokenLaw["vocabulary"];
  /** Tokens that everything is worked out on; absent: all. */
  readonly ids: Int32Array | undefined;
  readonly size: number;
  floored: number;
}

/**
 * The law of a product of powers (THEORY 6.1 to 6.4), in log space: sums of weighted log probabilities, normalised once. What a law that was
 * multiplied in thinks impossible is impossible; masks come last. A product of nothing is the uniform law.
 * @throws DiscoError for names without a law, laws over different vocabularies, a division by zero without a floor, and where nothing is possible
 * Cost: O(factors x tokens) and one exponential a token; a mixture one a part and token; a budget some ten more a token.
 */
export function evaluate(product: Product, options: EvaluateOptions): Evaluated {
  checkFloor(options.floor);
  const needed = lawsNeeded(product, options);
  const [first] = needed.size > 0 ? needed.values() : options.laws.values();
  if (first === undefined) {
    throw new DiscoError({ who: "fusion", wrong: "there is no law to fuse", next: "name at least one factor" });
  }
  const { vocabulary } = first;
  for (const [name, law] of needed) {
    if (law.vocabulary.id === vocabulary.id && law.vocabulary.size === vocabulary.size) continue;
    throw otherVocabulary([...needed.keys()][0], first, name, law);
  }
  const ids = commonTokens([...needed.values()], options.floor !== undefined);
  const ground: Ground = { options, vocabulary, ids, size: ids ? ids.length : vocabulary.size, floored: 0 };
  const { room } = options;
  const { weights, budget } = logWeights(product, ground, ids || product.budget ? undefined : room?.[0]);
  const law = normalised(vocabulary, ids, weights, room?.[1]);
  const leftOut = ids === undefined ? 0 : Math.max(0, ...[...needed.values()].map((one) => outside(one, ids)));
  return { law, logZ: law.logZ, ...(budget ? { budget } : {}), floored: ground.floored, leftOut };
}

/** Log weights of a product, not normalised. */
function logWeights(
  product: Product,
  ground: Ground,
  room?: Float64Array,
): { weights: Float64Array; budget?: Evaluated["budget"] } {
  const weights = room?.length === ground.size ? room.fill(0) : new Float64Array(ground.size);
  const factors = product.factors.map((factor) => ({ ...factor, logs: logsOf(factor, ground) }));
  // Nothing is looked at on the way: whatever is impossible or divided by makes a sum that is no number, and is settled below.
  const counting = factors.filter(({ weight }) => weight !== 0);
  for (let k = 0; k < counting.length; k += 2) addTwo(weights, counting[k], counting[k + 1]);
  for (const { weight, logs } of factors) {
    if (weight !== 0) continue;
    for (let i = 0; i < weights.length; i++) if (logs[i] === -Infinity) weights[i] = Number.NaN;
  }
  for (let i = 0; i < weights.length; i++) {
    if (!(weights[i] > -Infinity && weights[i] < Infinity)) weights[i] = settled(factors, i, ground);
  }
  const { budget } = product;
  if (budget === undefined) {
    mask(weights, product.masks, ground);
    return { weights };
  }
  // What the budget is measured against is everything but the factor it is for, masks included.
  mask(weights, [...product.masks, ...budget.product.masks], ground);
  const without = normalised(ground.vocabulary, ground.ids, weights);
  const tilt = logWeights({ ...budget.product, masks: [] }, ground).weights;
  const allowed = budget.over === "answer" ? Math.max(0, budget.epsilon - (ground.options.spent ?? 0)) : budget.epsilon;
  const found = powerWithin(without.logs, tilt, allowed);
  return { weights: found.logs, budget: { power: found.power, spent: found.divergence, unbounded: found.unbounded } };
}

interface Powered {
  readonly weight: number;
  readonly logs: Float64Array;
}

/** Adds two factors in one walk through memory, which is what the time goes to. */
function addTwo(weights: Float64Array, { weight, logs }: Powered, second: Powered | undefined): void {
  if (second === undefined) {
    for (let i = 0; i < weights.length; i++) weights[i] += weight * logs[i];
    return;
  }
  const { weight: other, logs: its } = second;
  for (let i = 0; i < weights.length; i++) weights[i] = weights[i] + weight * logs[i] + other * its[i];
}

/** The weight of one token that some factor thinks impossible. */
function settled(factors: readonly (Factor & { readonly logs: Float64Array })[], i: number, ground: Ground): number {
  if (factors.some(({ binds, logs }) => binds && logs[i] === -Infinity)) return -Infinity;
  const { floor } = ground.options;
  let sum = 0;
  for (const { base, weight, logs } of factors) {
    if (weight === 0) continue;
    if (logs[i] !== -Infinity) sum += weight * logs[i];
    else if (floor === undefined) throw dividedByZero(base, ground.ids ? ground.ids[i] : i);
    else {
      ground.floored++;
      sum += weight * Math.log(floor);
    }
  }
  return sum;
}

function mask(weights: Float64Array, masks: readonly string[], { options, ids }: Ground): void {
  for (const name of masks) {
    const set = options.sets?.get(name);
    if (set === undefined) throw noSuch("set of tokens", name, [...(options.sets?.keys() ?? [])]);
    for (let i = 0; i < weights.length; i++) if (!set.has(ids ? ids[i] : i)) weights[i] = -Infinity;
  }
}

/** Log probabilities of a factor on the ground's tokens. */
function logsOf({ base, weight }: Factor, ground: Ground): Float64Array {
  if (base.kind === "name") return told(lawNamed(base.name, ground.options), weight, ground);
  const parts = base.parts.map((part) => ({
    log: Math.log(part.weight),
    law: normalised(ground.vocabulary, ground.ids, logWeights(part.product, ground).weights),
  }));
  const logs = new Float64Array(ground.size);
  for (let i = 0; i < logs.length; i++) {
    let most = -Infinity;
    for (const { log, law } of parts) most = Math.max(most, log + law.logs[i]);
    let sum = 0;
    if (most > -Infinity) for (const { log, law } of parts) sum += Math.exp(log + law.logs[i] - most);
    logs[i] = most === -Infinity ? most : most + Math.log(sum);
  }
  return logs;
}

/** A named law on the ground's tokens; where it does not tell one, the floor (a law to the power 0 forbids only what it tells). */
function told(law: TokenLaw, weight: number, ground: Ground): Float64Array {
  const { ids } = ground;
  if (ids === undefined) return law.logs;
  if (law.ids === undefined) return Float64Array.from(ids, (token) => law.logs[token]);
  const low = ground.options.floor === undefined ? 0 : Math.log(ground.options.floor);
  const logs = new Float64Array(ids.length);
  let at = 0;
  for (let i = 0; i < ids.length; i++) {
    while (at < law.ids.length && law.ids[at] < ids[i]) at++;
    if (law.ids[at] === ids[i]) logs[i] = law.logs[at];
    else {
      // All that is not told is together no likelier than `rest`.
      logs[i] = Math.min(low, law.rest);
      if (weight !== 0) ground.floored++;
    }
  }
  return logs;
}

/** The laws that a product cannot do without: those with a power other than 0. */
function lawsNeeded(product: Product, options: EvaluateOptions): Map<string, TokenLaw> {
  const needed = new Map<string, TokenLaw>();
  const visit = ({ factors, budget }: Product) => {
    for (const { base, weight } of factors) {
      if (base.kind === "mix") for (const part of base.parts) visit(part.product);
      else {
        const law = lawNamed(base.name, options);
        if (weight !== 0) needed.set(base.name, law);
      }
    }
    if (budget) visit(budget.product);
  };
  visit(product);
  return needed;
}

function lawNamed(name: string, { laws }: EvaluateOptions): TokenLaw {
  const law = laws.get(name);
  if (law === undefined) throw noSuch("factor", name, [...laws.keys()]);
  return law;
}

/** Tokens that all laws tell; with a floor those that any tells. Undefined: all of the vocabulary. */
function commonTokens(laws: readonly TokenLaw[], any: boolean): Int32Array | undefined {
  const lists = laws.flatMap(({ ids }) => (ids ? [ids] : []));
  if (lists.length === 0 || (any && lists.length < laws.length)) return undefined;
  const seen = new Map<number, number>();
  for (const list of lists) for (const token of list) seen.set(token, (seen.get(token) ?? 0) + 1);
  const kept = [...seen].flatMap(([token, times]) => (any || times === lists.length ? [token] : []));
  return Int32Array.from(kept).sort();
}

/** The probability that a law has on other tokens than these. */
function outside(law: TokenLaw, ids: Int32Array): number {
  const inside = new Set(ids);
  let sum = Math.exp(law.rest);
  law.logs.forEach((log, i) => {
    if (!inside.has(law.ids ? law.ids[i] : i)) sum += Math.exp(log);
  });
  return Math.min(1, sum);
}

function checkFloor(floor: number | undefined): void {
  if (floor === undefined || (floor > 0 && floor < 1)) return;
  throw new DiscoError({
    who: "floor",
    wrong: "a floor is a probability above 0 and below 1",
    given: String(floor),
    next: "give a small one, as 1e-8",
  });
}

function dividedByZero(base: Base, token: number): DiscoError {
  return new DiscoError(
    {
      who: "fusion",
      wrong: `${base.kind === "name" ? `"${shown(base.name)}"` : "a mixture"} is taken out, and gives a token that the rest allows no probability at all`,
      given: `token ${token}`,
      next: "give a floor (--floor 1e-8), or multiply it in somewhere, so that its impossible tokens stay impossible",
    },
    "refused",
  );
}

function noSuch(what: string, name: string, there: readonly string[]): DiscoError {
  return new DiscoError({
    who: "fusion",
    wrong: `the expression names a ${what} that is not there`,
    given: shown(name),
    next: there.length > 0 ? `those that are: ${there.map(shown).join(", ")}` : `give one`,
  });
}

function otherVocabulary(name: string, law: TokenLaw, other: string, its: TokenLaw): DiscoError {
  const say = (who: string, { vocabulary }: TokenLaw) => `${shown(who)}: ${vocabulary.size} tokens (${vocabulary.id})`;
  return new DiscoError({
    who: "fusion",
    wrong: "the factors are laws over different vocabularies, so that a token number means different texts",
    given: `${say(name, law)}; ${say(other, its)}`,
    next: "take factors from one model, or from models with one tokenizer",
  });
}
