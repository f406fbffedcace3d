import { DiscoError } from "../../../error.js";
import { shown } from "../../../num/complaint.js";
import { uniformStream } from "../../../num/random.js";
import { drawPlace } from "../../draw-place.js";
import type { Expression } from "../../expression.js";
import { namesOf, productOf } from "../../product.js";
import { logSum } from "../../token-law.js";
import { type ScoredText, type TextWeights, weighTexts } from "../../weigh-texts.js";
import type { OpenaiTexts } from "./client.js";
import type { HostedFactor } from "./factor.js";
import type { ToldText } from "./read-reply.js";
import type { GivenText } from "./score.js";

export interface FuseTextsOptions {
  /** By the names that the expression uses. */
  readonly factors: Readonly<Record<string, HostedFactor>>;
  readonly expression: Expression;
  /** How many texts are drawn. */
  readonly candidates: number;
  /** Tokens of a text at most. */
  readonly most: number;
  /** The factors that they are drawn from, as many from each; default: all that the expression names. */
  readonly from?: readonly string[];
  /** The same seed weighs and chooses alike; whether it draws alike is the server's affair. Default 1. */
  readonly seed?: number;
  readonly stop?: readonly string[];
  /** Probability of a token where the server does not tell it; absent: that is refused. */
  readonly floor?: number;
  /** Which texts a mask lets pass, by its name. */
  readonly masks?: Readonly<Record<string, (text: string) => boolean>>;
  /**
   * Log probability of a text under each factor that the expression names, in place of the server's: of an engine of one's own. Then the server only
   * writes, under one factor, and says with which probability.
   */
  readonly score?: (factor: string, text: GivenText, signal?: AbortSignal) => Promise<number>;
  readonly onCandidate?: (done: number, of: number) => void;
  readonly signal?: AbortSignal;
}

/** One text that was drawn and scored. */
export interface HostedCandidate extends ScoredText {
  readonly text: string;
  readonly tokens: ToldText["tokens"];
  readonly ended: boolean;
  /** The factor it was drawn from. */
  readonly from: string;
  /** Probabilities, of all factors, that the floor stood in for. */
  readonly floored: number;
  /** A factor's score is of other tokens than those it was drawn in. */
  readonly retokenised: boolean;
}

export interface FusedTexts extends TextWeights {
  readonly candidates: readonly HostedCandidate[];
  /** Which candidate was chosen, with its weight as its probability. */
  readonly chosen: number;
}

/**
 * An answer of a hosted model at the *sequence level*: texts are drawn under some factors, scored whole under all, and one is chosen by its self-normalised
 * weight, as in `resample`. Where texts come from several factors each counts as drawn from their mixture (the balance heuristic, Veach and Guibas
 * 1995), so that no weight is larger than the mixture allows. The end of a text is not part of its score: no server tells its probability.
 * @throws DiscoError for factors without a name, and where the server cannot score
 * Cost: a request a candidate, and for each other factor one (echo) or one a token (stepwise)
 */
export async function fuseTexts(texts: OpenaiTexts, options: FuseTextsOptions): Promise<FusedTexts> {
  const { expression, candidates: count, seed = 1, onCandidate } = options;
  const product = productOf(expression);
  const names = namesOf(product).laws;
  const from = options.from ?? (options.score ? names.slice(0, 1) : names);
  checkAsked(options, names, from);
  const sources = Array.from({ length: count }, (_, k) => from[k % from.length]);
  // Once one has failed, the others are no longer of use: they may cost money.
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  let done = 0;
  const one = async (source: string, k: number): Promise<HostedCandidate> => {
    const { most, stop: stops, factors } = options;
    const writing = { most, seed: seed + k, signal, ...(stops ? { stop: stops } : {}) };
    const drawn = await texts.draw(factors[source], writing);
    const candidate = await scored(texts, { ...options, signal }, { names, sources, source, drawn });
    onCandidate?.(++done, count);
    return candidate;
  };
  try {
    const candidates = await Promise.all(sources.map(one));
    const weighed = weighTexts(product, candidates);
    return { ...weighed, candidates, chosen: drawPlace(weighed.weights, uniformStream(seed, 1)()) };
  } finally {
    stop.abort(new Error("another candidate failed"));
  }
}

interface Drawn {
  readonly names: readonly string[];
  readonly sources: readonly string[];
  readonly source: string;
  readonly drawn: ToldText;
}

async function scored(
  texts: OpenaiTexts,
  { factors, floor, masks = {}, score, signal }: FuseTextsOptions & { readonly signal: AbortSignal },
  { names, sources, source, drawn }: Drawn,
): Promise<HostedCandidate> {
  const { text, tokens, ended } = drawn;
  const own = ownScore(drawn, floor, texts.name);
  const keeps = Object.keys(masks).filter((name) => masks[name](text));
  const shared = { text, tokens, ended, from: source, keeps };
  if (score) {
    const pairs = await Promise.all(names.map(async (name) => [name, await score(name, drawn, signal)] as const));
    return { ...shared, logs: Object.fromEntries(pairs), drawn: own.log, floored: own.floored, retokenised: false };
  }
  const others = [...new Set([...names, ...sources])].filter((name) => name !== source);
  const options = { signal, ...(floor === undefined ? {} : { floor }) };
  const scores = await Promise.all(others.map((name) => texts.score(factors[name], drawn, options)));
  const logs = Object.fromEntries([[source, own.log], ...others.map((name, k) => [name, scores[k].log])]);
  const times = (name: string) => sources.filter((one) => one === name).length;
  const mixture = [...new Set(sources)].map((name) => Math.log(times(name) / sources.length) + logs[name]);
  return {
    ...shared,
    logs,
    drawn: logSum(Float64Array.from(mixture)),
    floored: scores.reduce((sum, one) => sum + one.floored, own.floored),
    retokenised: scores.some((one) => one.retokenised),
  };
}

/** What a text was drawn with: the sum over its tokens. */
function ownScore({ tokens }: ToldText, floor: number | undefined, who: string) {
  const floored = tokens.filter(({ log }) => log === undefined).length;
  if (floored > 0 && floor === undefined) {
    const next = "state what stands in for it: floor: 1e-6";
    throw refusal(who, "the server does not tell the probability of a token that it drew", next);
  }
  return { floored, log: tokens.reduce((sum, { log = Math.log(floor ?? 1) }) => sum + log, 0) };
}

function checkAsked(options: FuseTextsOptions, names: readonly string[], from: readonly string[]): void {
  const { candidates, most, floor, factors, score } = options;
  checkWhole("candidates", candidates, 10_000, "give some ten to a hundred");
  checkWhole("most", most, 1_000_000, "give some hundred");
  if (floor !== undefined && !(floor > 0 && floor < 1)) {
    throw refusal("floor", "a floor is a probability above 0 and below 1", "give a small one, as 1e-6", String(floor));
  }
  if (from.length === 0) throw refusal("fusion", "there is no factor to draw from", "name one: from");
  if (score && new Set(from).size > 1) {
    const next = "draw from one: of several the mixture would have to be known, which `score` does not tell";
    throw refusal("fusion", "texts that are scored elsewhere come from several factors", next, from.join(", "));
  }
  const missing = [...(score ? [] : names), ...from].find((name) => !Object.hasOwn(factors, name));
  if (missing === undefined) return;
  const next = `those that are: ${Object.keys(factors).map(shown).join(", ") || "none"}`;
  throw refusal("fusion", "the expression names a factor that is not there", next, shown(missing));
}

function checkWhole(who: string, value: number, most: number, next: string): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  throw refusal(who, `it should be a whole number from 1 to ${most.toLocaleString("en-US")}`, next, String(value));
}

function refusal(who: string, wrong: string, next: string, given?: string): DiscoError {
  return new DiscoError({ who, wrong, next, ...(given === undefined ? {} : { given }) });
}
