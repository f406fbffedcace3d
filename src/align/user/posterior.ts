import { DiscoError } from "../../error.js";
import type { Remark } from "../../query/answer.js";
import type { Engine, Message } from "../engine.js";
import { askWho } from "./ask-who.js";
import { CLOSED, type ReadText, readRemarks, settledPrior, shares } from "./bayes.js";
import { LETTERS, type UserCandidate, writtenText } from "./question.js";
import type { Shares } from "./reduce.js";

export interface PosteriorOptions {
  /** From 2 to 8 who may be writing. */
  readonly candidates: readonly UserCandidate[];
  /** Probability of each by name, before anything was written; default: all alike. */
  readonly prior?: Shares;
  readonly conversation: readonly Message[];
  /** A text that says nothing about who wrote it; default "N/A". */
  readonly neutral?: string;
  /** Letters of the conversation that are read, the latest messages first; default 4000. */
  readonly most?: number;
  /** Tells apart what one engine works on at once; default "who". */
  readonly key?: string;
  readonly signal?: AbortSignal;
}

/** One of the candidates, and how its probability came about. */
export interface UserShare {
  readonly name: string;
  /** P(this user | what was written), in proportion to prior * asked / neutral. */
  readonly p: number;
  readonly prior: number;
  /** What the model answers of the conversation, all orders together. */
  readonly asked: number;
  /** What it answers of the neutral text: its own prior, which is divided out. */
  readonly neutral: number;
}

/** Who may be writing. JSON-ready. */
export interface UserPosterior {
  readonly users: readonly UserShare[];
  /** Nats by which the model prefers each letter whoever stands behind it, their mean 0; taken out by asking in all orders. */
  readonly letters: readonly { readonly letter: string; readonly bias: number }[];
  /** The largest difference between two letters, nats. */
  readonly orderBias: number;
  /** Questions, of all, that name another user than the orders together do. */
  readonly swayed: number;
  /** Questions about the conversation, as many as candidates; the neutral text is asked as often. */
  readonly questions: number;
  /** The least probability, over the questions, that the model gives the letters together. */
  readonly letterMass: number;
  readonly read: ReadText;
  readonly assumptions: readonly Remark[];
  readonly warnings: readonly Remark[];
}

/**
 * Who is writing, as the model itself sees it. It is asked "who wrote this?" with a letter for each candidate, once for every rotation of the candidates
 * over the letters; log probabilities are averaged over the rotations, so that a liking for a letter, which each candidate has once, falls out. The
 * same questions about a neutral text tell the model's own prior, which is divided out (contextual calibration; THEORY 6.6):
 * P(u|x) = prior (.) asked(u|x) (.) asked(u|neutral)*. Only the person's own messages are read. This is a model's opinion and not a frequency.
 * @throws DiscoError for candidates or priors that are none; refused where nothing was written, or the model has no tokens for letters or gives them no
 * probability. Cost: 2 K prompts for K candidates, in one batch.
 */
export async function posteriorOfUsers(engine: Engine, options: PosteriorOptions): Promise<UserPosterior> {
  const { candidates, conversation, neutral = "N/A", most = 4000, key = "who", signal } = options;
  const prior = settledPrior(candidates, options.prior);
  const written = writtenText(conversation, most);
  const [about, plain] = await askWho(engine, [written.text, neutral], candidates, key, signal);
  if (plain.scores.some((score) => score === -Infinity)) {
    const wrong =
      "of the neutral text, the model gives an answer no probability at all, and nothing can be divided by 0";
    throw new DiscoError({ who: "users", wrong, next: "choose another neutral text" }, "refused");
  }
  const logs = about.scores.map((score, u) => Math.log(prior[u]) + score - plain.scores[u]);
  const [p, asked, divisor] = [logs, about.scores, plain.scores].map(shares);
  // Where an answer is impossible, only the neutral text tells what the letters alone do.
  const bias = plain.letters.map((one, k) =>
    about.letters.every(Number.isFinite) ? (one + about.letters[k]) / 2 : one,
  );
  const told = {
    users: candidates.map(({ name }, u) => ({ name, p: p[u], prior: prior[u], asked: asked[u], neutral: divisor[u] })),
    letters: bias.map((one, k) => ({ letter: LETTERS[k], bias: one })),
    orderBias: Math.max(...bias) - Math.min(...bias),
    swayed: about.swayed,
    questions: candidates.length,
    letterMass: Math.min(about.mass, plain.mass),
    read: { messages: written.messages, of: written.of, cut: written.cut },
  };
  return { ...told, assumptions: ASSUMPTIONS, warnings: warningsOf(told) };
}

type Told = Omit<UserPosterior, "assumptions" | "warnings">;

const ASSUMPTIONS: readonly Remark[] = [
  {
    id: "opinion",
    text: "The probabilities are what the model thinks of what was written, over what it thinks of a neutral text, times the prior. They are not frequencies: of the users it calls 90 % likely, not nine in ten need be who it says.",
  },
  CLOSED,
];

/** Below this share of the model's probability the letters are not what it wants to answer. */
const LITTLE = 0.1;

function warningsOf({ swayed, questions, orderBias, letterMass, read }: Told): readonly Remark[] {
  const found: Remark[] = [];
  if (swayed > 0) {
    const text = `${swayed} of ${questions} orders of the answers name another user than all orders together: the model likes one letter more than another by up to ${orderBias.toFixed(1)} nats, and hardly tells the users apart.`;
    found.push({ id: "order", text });
  }
  if (letterMass < LITTLE) {
    const text = `The model would rather answer with something else than a letter: they have ${percent(letterMass)} of its probability. A larger model understands the question.`;
    found.push({ id: "letters", text });
  }
  return [...found, ...readRemarks(read)];
}

const percent = (share: number) => `${(100 * share).toPrecision(2)} %`;
