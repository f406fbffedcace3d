import type { LadderClimb, LadderKind, LadderPair, LadderRow } from "../../query/ladder.js";
import type { Names } from "./names.js";
import type { Type } from "./types.js";

/** What rounding leaves of no effect. */
const NOTHING = 1e-12;

/** What is said of a pair. */
interface Said extends Pick<LadderPair, "kind" | "rows" | "shares"> {
  readonly types: readonly [readonly Type[], readonly Type[]];
}

/** What differs, in a few sentences. */
export function sayPair(pair: Said, names: Names): string {
  switch (pair.kind) {
    case "mixed":
      return sayMixed(pair, names);
    case "pure":
      return sayPure(pair, names);
    case "split":
      return saySplit(pair, names);
    case "joined":
      return sayJoined(pair, names);
  }
}

function sayMixed({ rows }: Said, { treatment: t, outcome: y }: Names): string {
  const [association] = valuesOf(rows, 1, 3);
  const effects = valuesOf(rows, 2, 2);
  const [first, second] = effects.map(changes);
  const [one, other] = effects.map((effect) => signed(association - effect));
  return `${alike(association, t, y)} But setting ${t}=1 for everybody, against ${t}=0, ${first} in the first and ${second} in the second. What is left of the difference is who takes ${t} (confounding): ${one} in the first, ${other} in the second.`;
}

function sayPure({ rows }: Said, { treatment: t, outcome: y }: Names): string {
  const [association] = valuesOf(rows, 1, 3);
  return `${alike(association, t, y)} In the first everybody is alike, and the whole difference is the effect of ${t}. In the second ${t} does nothing to anybody, and the whole difference is who takes it (confounding).`;
}

function alike(association: number, t: string, y: string): string {
  return `Whoever only looks sees the same table from both models: P(${y}=1) is ${association < 0 ? "lower" : "higher"} by ${size(association)} where ${t}=1.`;
}

function saySplit({ types, rows, shares }: Said, names: Names): string {
  const [one, other] = halvesOf(types[1], types[0]).map(({ name }) => name);
  const [whole] = halvesOf(types[0], types[1]).map(({ name }) => name);
  const [first, second] = valuesOf(rows, 3, 2);
  return `Neither a table nor a trial, each individual seen once, tells them apart. The first model's individuals of type ${whole} are of two types in the second, ${one} and ${other}, whose averages are ${whole}'s. So there is more to know of who somebody is: of those with ${names.treatment}=1 and ${names.outcome}=1, ${percent(first)} would have it again in the first and ${percent(second)} in the second. ${sharesText(shares)}`;
}

function sayJoined({ types, rows, shares }: Said, { treatment: t, outcome: y }: Names): string {
  const [one, other] = halvesOf(types[0], types[1]).map(({ name }) => name);
  const [first, second] = valuesOf(rows, 3, 0);
  return `Neither a table nor a trial, each individual seen once, tells them apart. ${one} and ${other} fare with ${t}=1 as they do in the other model; with ${t}=0 they change places. In the first model the one that does better with it also does better without it, in the second worse. So ${y}=1 with ${t}=1 and not with ${t}=0 has probability ${size(first)} in the first and ${size(second)} in the second, luck included. ${sharesText(shares)}`;
}

function sharesText(shares: LadderPair["shares"]): string {
  const [one, other] = shares.map(
    ({ anyway, policy, chance }) => `${percent(anyway)} anyway, ${percent(policy)} policy, ${percent(chance)} chance`,
  );
  return `Their outcome is ${one} in the first; ${other} in the second.`;
}

/** The types of the first model that the second does not have. */
function halvesOf(of: readonly Type[], without: readonly Type[]): readonly Type[] {
  return of.filter((type) => !without.includes(type));
}

function valuesOf(rows: readonly LadderRow[], layer: 1 | 2 | 3, place: number): readonly [number, number] {
  return rows.filter((row) => row.layer === layer)[place].values;
}

/** "raises it by 0.28" */
function changes(effect: number): string {
  if (Math.abs(effect) < NOTHING) return "changes nothing on average";
  return `${effect < 0 ? "lowers" : "raises"} it by ${size(effect)}`;
}

/** Two decimals, and more where they would say nothing. */
function size(value: number): string {
  const text = Math.abs(value).toFixed(2);
  return text === "0.00" && Math.abs(value) > NOTHING ? Math.abs(value).toFixed(3) : text;
}

function signed(value: number): string {
  const text = size(value);
  if (!/[1-9]/.test(text)) return "0";
  return value < 0 ? `\u2212${text}` : `+${text}`;
}

function percent(value: number): string {
  return `${value < 0 ? "\u2212" : ""}${Math.abs(100 * value).toFixed(0)}\u00a0%`;
}

const KINDS: Readonly<Record<LadderKind, string>> = {
  mixed: "agree on all that is seen and differ on what follows when the treatment is set",
  pure: "agree on all that is seen: one is all effect, the other all confounding",
  split: "agree on all that is seen or done and differ on what would have been: one type of individual, or two",
  joined: "agree on all that is seen or done and differ on what would have been: the same fares joined otherwise",
};

/** What a model's file says about it. */
export function aboutText(kind: LadderKind, which: 0 | 1): string {
  return `The ${which === 0 ? "first" : "second"} of two models that ${KINDS[kind]}`;
}

/** THEORY 4.7: what the theorem says, and does not. */
export const THEOREM =
  "Causal hierarchy theorem: among structural causal models (suitably encoded), those for which the answers of a lower layer determine all answers of a higher one form a set of Lebesgue measure zero. So data of a lower layer almost always leave the higher one open. It does not say by how much, nor that every single question stays open.";

/** What does determine a higher layer. */
export const CLIMB: readonly LadderClimb[] = [
  {
    rung: 1,
    by: "a graph of causes",
    text: "assumed, not seen: where it leads to a formula, doing follows from seeing",
    command: 'disco identify smoking.dag "P(cancer | do(smoking))"',
  },
  {
    rung: 1,
    by: "a lottery",
    text: "who draws the treatment by lot takes it whoever they are: then seeing is doing",
    command: "disco effect trial.csv --treatment drug --outcome cured",
  },
  {
    rung: 2,
    by: "monotonicity",
    text: "if the treatment harms nobody on the same day, PNS (noise kept) is the effect; without it there are bounds",
    command: 'disco identify "drug -> cured" "PNS(drug -> cured)" --data trial.csv',
  },
  {
    rung: 2,
    by: "replicates",
    text: "the same individuals seen again show how much was luck (if the occasions are alike)",
    command: "disco attribute visits.csv --treatment drug --outcome cured --unit patient",
  },
];
