import { DiscoError } from "../../error.js";
import { shown } from "../../num/complaint.js";
import type { Message } from "../engine.js";
import type { Expression } from "../expression.js";
import { printExpression } from "../print-expression.js";
import type { Reduction, UserFactors } from "./factors.js";
import { renamed } from "./rename.js";

/** One law for a user who may be any of several. */
export interface ReducedUsers {
  readonly reduction: Reduction;
  readonly expression: Expression;
  /** The expression as text. */
  readonly text: string;
  /** For people: which reduction it is, of whom. */
  readonly says: string;
}

/** Probabilities by user. */
export type Shares = Readonly<Record<string, number>>;

const NAMES = { geometric: "Geometric consensus", mixture: "Mixture" } as const;

/**
 * The two reductions of THEORY 7.4, by name. `mixture`: sum of P(u) law_u, which draws who the user is and answers that one (draw with `drawPart`, once
 * an answer). `geometric`: the product of law_u^P(u), the one policy that is best on average over users when leaving the reference has one price.
 * Neither pools preferences. A user of probability 0 is left out. @throws DiscoError for shares that are none, or without a law. Cost: O(users).
 */
export function reduceUsers(
  shares: Shares,
  laws: Readonly<Record<string, Expression>>,
  reduction: Reduction,
): ReducedUsers {
  const likely = Object.entries(checked(shares, laws)).filter(([, p]) => p > 0);
  const parts = likely.map(([name, weight]) => ({ weight, law: laws[name] }));
  const says = `${NAMES[reduction]} over users: ${likely.map(([name, p]) => `${shown(name)} ${p}`).join(", ")}`;
  const expression = parts.length === 1 ? parts[0].law : reduction === "mixture" ? mixed(parts) : pooled(parts);
  return { reduction, expression, text: printExpression(expression), says };
}

type Parts = readonly { readonly weight: number; readonly law: Expression }[];

const mixed = (parts: Parts): Expression => ({ kind: "mix", parts });

function pooled(parts: Parts): Expression {
  return parts
    .map(({ weight, law }): Expression => ({ kind: "power", base: law, power: weight }))
    .reduce((left, right) => ({ kind: "fuse", left, right }));
}

function checked(shares: Shares, laws: Readonly<Record<string, Expression>>): Shares {
  const complain = (wrong: string, given: string, next: string) => new DiscoError({ who: "users", wrong, given, next });
  const without = Object.keys(shares).find((name) => !Object.hasOwn(laws, name));
  if (without !== undefined) {
    throw complain("this one has a probability and no law", shown(without), `laws: ${Object.keys(laws).map(shown)}`);
  }
  const odd = Object.entries(shares).find(([, p]) => !(p >= 0 && p <= 1));
  if (odd !== undefined) throw complain("a probability lies from 0 to 1", `${shown(odd[0])}: ${odd[1]}`, "mend it");
  const sum = Object.values(shares).reduce((all, p) => all + p, 0);
  if (Math.abs(sum - 1) > 1e-9) throw complain("the probabilities add up to 1", `a sum of ${sum}`, "mend them");
  return shares;
}

/** Several users' factors side by side. */
export interface JoinedUsers {
  readonly messages: Readonly<Record<string, readonly Message[]>>;
  readonly told: Readonly<Record<string, string>>;
  /** By user, in the names of `messages`. */
  readonly laws: Readonly<Record<string, Expression>>;
}

/**
 * Factors of several users under names of their own: `user` of ana is `ana`, her `facts_1` is `ana_facts_1`; `ref` is everybody's.
 * @throws DiscoError for names that meet. Cost: O(factors).
 */
export function joinUsers(users: readonly UserFactors[]): JoinedUsers {
  const messages = new Map<string, readonly Message[]>();
  const told = new Map<string, string>();
  for (const one of users) {
    for (const [name, seen] of Object.entries(one.messages)) {
      const own = ownName(one.user, name);
      if (name !== "ref" && (own === "ref" || messages.has(own))) throw nameMeets(own);
      messages.set(own, seen);
      told.set(own, one.told[name]);
    }
  }
  const laws = users.map(({ user, expression }) => [user, renamed(expression, (name) => ownName(user, name))] as const);
  return {
    messages: Object.fromEntries(messages),
    told: Object.fromEntries(told),
    laws: Object.fromEntries(laws),
  };
}

function ownName(user: string, name: string): string {
  if (name === "ref") return name;
  return name === "user" ? user : `${user}_${name}`;
}

function nameMeets(name: string): DiscoError {
  const next = "give each profile a name of its own, and not ref";
  return new DiscoError({ who: "users", wrong: "two factors would have this name", given: shown(name), next });
}
