import type {
  Engine,
  Expression,
  Message,
  Reduction,
  UserPosterior,
  UserProfile,
  WriterPosterior,
} from "discoscm/align";
import { usage } from "../../errors.js";

export type Align = typeof import("discoscm/align");

/** Who takes part in a conversation, and how far it has come. */
export interface Party {
  readonly align: Align;
  readonly engine: Engine;
  readonly profiles: readonly UserProfile[];
  readonly reduction: Reduction;
  /** How it is told who writes: the model is asked, or weighs what each would have written. */
  readonly evidence: "asked" | "written";
  /** In place of what the profiles make. */
  readonly expression?: Expression;
  readonly seed: number;
  /** Answers so far: each has the seed `seed` + this. */
  readonly turn: number;
  readonly conversation: readonly Message[];
}

/** Who speaks in one answer. */
export interface Speakers {
  readonly messages: Readonly<Record<string, readonly Message[]>>;
  readonly told: Readonly<Record<string, string>>;
  /** Of everybody, doubt included. */
  readonly expression: Expression;
  /** What this answer is made by: a part of it, where it was drawn. */
  readonly decoded: Expression;
  /** Which reduction was used, and of what; absent where nothing is in doubt. */
  readonly says?: string;
}

/** Who may be writing, and how that was told. */
export type Posterior =
  | ({ readonly evidence: "asked" } & UserPosterior)
  | ({ readonly evidence: "written" } & WriterPosterior);

/** Who may be writing, where there are several; undefined with fewer. */
export async function posteriorOf(party: Party, signal?: AbortSignal): Promise<Posterior | undefined> {
  const { align, engine, evidence, profiles, conversation } = party;
  if (profiles.length < 2) return undefined;
  const options = { candidates: profiles.map(align.candidateOf), conversation, ...(signal ? { signal } : {}) };
  return evidence === "asked"
    ? { evidence, ...(await align.posteriorOfUsers(engine, options)) }
    : { evidence, ...(await align.writersOf(engine, options)) };
}

/** The factors and the expression of the next answer. `conversation` may be the end of the party's. */
export function speakersOf(party: Party, conversation: readonly Message[], posterior: Posterior | undefined): Speakers {
  const { align, profiles, reduction, turn, seed } = party;
  const own = party.expression;
  const each = profiles.map((profile) => align.factorsOf(profile, conversation, { reduction }));
  if (each.length === 0) {
    const ref: Expression = { kind: "name", name: "ref" };
    return settled(party, { messages: { ref: conversation }, told: { ref: "" } }, own ?? ref);
  }
  if (each.length === 1 || own !== undefined) {
    const [one] = each;
    const joined = each.length === 1 ? one : align.joinUsers(each);
    const expression = own ?? one.expression;
    if (own !== undefined || one.reduction === null) return settled(party, joined, expression);
    return reduced(
      joined,
      expression,
      `${reduction === "geometric" ? "Geometric consensus" : "Mixture"} over facts in doubt`,
    );
  }
  const joined = align.joinUsers(each);
  const { expression, says } = align.reduceUsers(roundedShares(posterior!), joined.laws, reduction);
  return reduced(joined, expression, says);

  function reduced(factors: Pick<Speakers, "messages" | "told">, expression: Expression, words: string): Speakers {
    const { messages, told } = factors;
    if (reduction === "geometric") return { messages, told, expression, decoded: expression, says: words };
    const { expression: decoded, p } = align.drawPart(expression, seed + turn);
    const drawn = `${words}; drew ${align.printExpression(decoded)} (probability ${Number(p.toPrecision(4))})`;
    return { messages, told, expression, decoded, says: drawn };
  }
}

function settled(
  { align }: Party,
  { messages, told }: Pick<Speakers, "messages" | "told">,
  expression: Expression,
): Speakers {
  const { laws } = align.namesOf(align.productOf(expression));
  const missing = laws.find((name) => !Object.hasOwn(messages, name));
  if (missing === undefined) return { messages, told, expression, decoded: expression };
  const there = Object.keys(messages).map((name) => align.printExpression({ kind: "name", name }));
  throw usage("--expression", "it names a factor that is not there", missing, `those that are: ${there.join(", ")}`);
}

/** To four decimals, so that the expression that is shown is the one that is used; the likeliest takes what is over. */
function roundedShares({ users }: Posterior): Readonly<Record<string, number>> {
  const counts = users.map(({ p }) => Math.round(p * 10_000));
  const most = counts.indexOf(Math.max(...counts));
  counts[most] += 10_000 - counts.reduce((sum, count) => sum + count, 0);
  return Object.fromEntries(users.map(({ name }, u) => [name, counts[u] / 10_000]));
}
