import type { Remark } from "../../query/answer.js";
import type { Engine } from "../engine.js";
import { scoreText } from "../resample.js";
import { CLOSED, type ReadText, readRemarks, settledPrior, shares } from "./bayes.js";
import type { PosteriorOptions } from "./posterior.js";
import { writtenText } from "./question.js";

export type WritingOptions = Omit<PosteriorOptions, "neutral">;

/** One of the candidates, by how likely they would have written what was written. */
export interface WriterShare {
  readonly name: string;
  /** In proportion to prior * e^nats. */
  readonly p: number;
  readonly prior: number;
  /** Log probability of the text, written by this user, above that of the likeliest writer: 0 for whoever that is. Null: impossible. */
  readonly nats: number | null;
}

/** Who may have written a text. JSON-ready. */
export interface WriterPosterior {
  readonly users: readonly WriterShare[];
  /** Tokens that were weighed. */
  readonly tokens: number;
  readonly read: ReadText;
  readonly assumptions: readonly Remark[];
  readonly warnings: readonly Remark[];
}

/**
 * Who is writing, by Bayes' rule on the text: P(u|x) in proportion to P(u) P(x|u), where P(x|u) is how likely the model writes x when it is told to write
 * as u. No letters are liked and no prior is to be divided out; small models that cannot answer who wrote a text still write differently. `most` is 500
 * letters by default. @throws as `posteriorOfUsers`. Cost: one batch of K texts for each token of what was written.
 */
export async function writersOf(engine: Engine, options: WritingOptions): Promise<WriterPosterior> {
  const { candidates, conversation, most = 500, key = "who", signal } = options;
  const prior = settledPrior(candidates, options.prior);
  const { text, ...read } = writtenText(conversation, most);
  const tokens = engine.tokenize(text);
  const named = candidates.map(({ describes }, u) => {
    const content = `Write one message as ${describes} would write it.`;
    return [`${key} ${u}`, { tokens: engine.chat([{ role: "user", content }]) }] as const;
  });
  const scores = await scoreText(engine, Object.fromEntries(named), tokens, signal);
  const logs = named.map(([name]) => scores[name]);
  const p = shares(logs.map((log, u) => Math.log(prior[u]) + log));
  const best = Math.max(...logs);
  const nats = logs.map((log) => (log === -Infinity ? null : log - best));
  const users = candidates.map(({ name }, u) => ({ name, p: p[u], prior: prior[u], nats: nats[u] }));
  return { users, tokens: tokens.length, read, assumptions: ASSUMPTIONS, warnings: readRemarks(read) };
}

const ASSUMPTIONS: readonly Remark[] = [
  {
    id: "opinion",
    text: "The probabilities are how well the model, told to write as each user, foresees what was written, times the prior. It takes every word for fresh evidence and so is surer than it should be; they are not frequencies.",
  },
  CLOSED,
];
