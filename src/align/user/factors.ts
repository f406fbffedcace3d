import { DiscoError } from "../../error.js";
import type { Remark } from "../../query/answer.js";
import type { FactorPrompt } from "../decode.js";
import type { Engine, Message } from "../engine.js";
import type { Expression } from "../expression.js";
import { parseExpression } from "../parse-expression.js";
import { printExpression } from "../print-expression.js";
import { type FactGroup, factGroups } from "./fact-groups.js";
import { type PublicProfile, publicPart, type UserProfile } from "./profile.js";
import { systemText, withSystem } from "./prompt.js";

/**
 * How one answers somebody who is not known for sure (THEORY 7.4). `geometric`: one policy, the best on average over who it may be. `mixture`: draw
 * who it is, then answer that one.
 */
export type Reduction = "geometric" | "mixture";

/** A profile as what the operator takes: who is told what, and how they are fused. */
export interface UserFactors {
  /** The profile's name. */
  readonly user: string;
  /** The conversation as each factor sees it. `ref` sees it as it is, `user` with all that is certain; one of `doubts` with its facts as well. */
  readonly messages: Readonly<Record<string, readonly Message[]>>;
  /** What each factor is told beside the conversation; "" for nothing. */
  readonly told: Readonly<Record<string, string>>;
  readonly expression: Expression;
  /** The expression as text. */
  readonly text: string;
  /** How doubt about facts was read; null where no fact is in doubt, or the profile has its own expression. */
  readonly reduction: Reduction | null;
  readonly doubts: readonly FactGroup[];
  readonly assumptions: readonly Remark[];
}

export interface UserFactorsOptions {
  /** Default `geometric`. */
  readonly reduction?: Reduction;
}

/** A mixture names every case: with 4 groups of facts there are 16. */
const MOST_DOUBTS = 4;

/**
 * What a profile says in a conversation. Facts of confidence 1 and the style are one prompt, `user`. A group of facts of confidence c (one source) is a
 * user who may be one of two: with these facts, or not known to have them. `geometric` is (facts / user)^c for each group: the geometric pool over all
 * cases where groups are right or wrong independently and each adds its own log ratio (THEORY 6.6, 7.4). `mixture` is the mixture over all cases with
 * their probabilities. Named factors are (factor / ref)^weight, in every case. Nothing private is in any of it.
 * @throws DiscoError, refused, for a mixture over more than 4 groups. Cost: O(text); a mixture 2^groups.
 */
export function factorsOf(
  profile: UserProfile | PublicProfile,
  messages: readonly Message[],
  { reduction = "geometric" }: UserFactorsOptions = {},
): UserFactors {
  const open = publicPart({ private: [], ...profile });
  const doubts = factGroups(open.facts);
  const told = toldOf(open, doubts);
  const own = open.expression;
  const expression = own === undefined ? expressionOf(open, doubts, told, reduction) : parseExpression(own);
  return {
    user: open.name,
    messages: Object.fromEntries(Object.entries(told).map(([name, text]) => [name, withSystem(messages, text)])),
    told,
    expression,
    text: printExpression(expression),
    reduction: own === undefined && doubts.length > 0 ? reduction : null,
    doubts,
    assumptions: own === undefined && doubts.length > 0 ? [doubtRemark(doubts, reduction)] : [],
  };
}

/** The factors as an engine is told them. */
export function promptsOf(
  engine: Engine,
  messages: Readonly<Record<string, readonly Message[]>>,
): Readonly<Record<string, FactorPrompt>> {
  return Object.fromEntries(Object.entries(messages).map(([name, told]) => [name, { tokens: engine.chat(told) }]));
}

function toldOf({ facts, style, factors }: PublicProfile, doubts: readonly FactGroup[]): Record<string, string> {
  const certain = facts.filter(({ confidence }) => confidence === 1).map(({ text }) => text);
  return Object.fromEntries([
    ["ref", ""],
    ["user", systemText(certain, style)],
    ...doubts.map(({ name, texts }) => [name, systemText([...certain, ...texts], style)]),
    ...Object.entries(factors).map(([name, { system }]) => [name, system]),
  ]);
}

function expressionOf(
  { name, factors }: PublicProfile,
  doubts: readonly FactGroup[],
  told: Readonly<Record<string, string>>,
  reduction: Reduction,
): Expression {
  // What is told nothing is the model as it is.
  const base = told["user"] === "" ? "ref" : "user";
  const tilted = (law: Expression): Expression =>
    Object.entries(factors).reduce((all, [factor, { weight }]) => fuse(all, ratio(factor, "ref", weight)), law);
  if (reduction === "geometric") {
    const law = doubts.reduce((all, group) => fuse(all, ratio(group.name, base, group.confidence)), named(base));
    return tilted(law);
  }
  if (doubts.length > MOST_DOUBTS) {
    const wrong = `a mixture over ${doubts.length} groups of facts in doubt has ${2 ** doubts.length} cases`;
    const next = `take the geometric reduction, or give at most ${MOST_DOUBTS} pairs of source and confidence`;
    throw new DiscoError({ who: `profile ${name}`, wrong, next }, "refused");
  }
  const parts = casesOf(doubts).map(({ weight, groups }) => ({ weight, law: tilted(caseLaw(groups, base)) }));
  return parts.length === 1 ? parts[0].law : { kind: "mix", parts };
}

/** Which groups are right, with the probability of just that. */
function casesOf(doubts: readonly FactGroup[]): readonly { weight: number; groups: readonly string[] }[] {
  return doubts.reduce<readonly { weight: number; groups: readonly string[] }[]>(
    (cases, { name, confidence }) =>
      cases.flatMap(({ weight, groups }) => [
        { weight: weight * confidence, groups: [...groups, name] },
        { weight: weight * (1 - confidence), groups },
      ]),
    [{ weight: 1, groups: [] }],
  );
}

/** base * (one / base) * (two / base), which is one * two / base (THEORY 6.6). */
function caseLaw([first, ...rest]: readonly string[], base: string): Expression {
  return rest.reduce<Expression>((all, name) => fuse(all, ratio(name, base, 1)), named(first ?? base));
}

const named = (name: string): Expression => ({ kind: "name", name });
const fuse = (left: Expression, right: Expression): Expression => ({ kind: "fuse", left, right });

function ratio(of: string, over: string, power: number): Expression {
  const quotient: Expression = { kind: "divide", left: named(of), right: named(over) };
  return power === 1 ? quotient : { kind: "power", base: quotient, power };
}

function doubtRemark(doubts: readonly FactGroup[], reduction: Reduction): Remark {
  const how =
    reduction === "geometric"
      ? "one policy, the best on average over whether they are right (geometric)"
      : "a mixture over whether they are right";
  const groups = doubts.map(({ source, confidence, texts }) => `${texts.length} from ${source} at ${confidence}`);
  return {
    id: "doubtful-facts",
    text: `Facts in doubt (${groups.join(", ")}) are read as ${how}. Those of one source and confidence are right or wrong together, others independently.`,
  };
}
