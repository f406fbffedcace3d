import { DiscoError } from "../../error.js";
import { shown } from "../../num/complaint.js";
import type { Remark } from "../../query/answer.js";
import { logSum } from "../token-law.js";
import { LETTERS, type UserCandidate, type WrittenText } from "./question.js";
import type { Shares } from "./reduce.js";

/** Messages that were read, of how many; the beginning of the only one may be cut. */
export type ReadText = Omit<WrittenText, "text">;

export const CLOSED: Remark = {
  id: "closed",
  text: "Whoever writes is one of these users. If none of them writes, the probabilities mean nothing.",
};

export function readRemarks({ messages, of, cut }: ReadText): readonly Remark[] {
  if (messages === of && !cut) return [];
  const text = cut
    ? "Only the end of the last message was read."
    : `Only the last ${messages} of ${of} messages were read.`;
  return [{ id: "read", text }];
}

/** Made to add up to 1. */
export function shares(logs: readonly number[]): readonly number[] {
  const total = logSum(Float64Array.from(logs));
  if (total === -Infinity) {
    const next = "leave a user out, or give the prior other weights";
    throw new DiscoError({ who: "users", wrong: "none of the users is possible", next }, "refused");
  }
  return logs.map((log) => Math.exp(log - total));
}

/** The prior in the order of the candidates. @throws DiscoError for what is none, and for fewer than 2 candidates or more than 8 */
export function settledPrior(candidates: readonly UserCandidate[], prior: Shares | undefined): readonly number[] {
  const complain = (wrong: string, given: string, next: string) => new DiscoError({ who: "users", wrong, given, next });
  const names = candidates.map(({ name }) => name);
  if (names.length < 2 || names.length > LETTERS.length) {
    throw complain(`from 2 to ${LETTERS.length} users can be told apart`, String(names.length), "give some of them");
  }
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice !== undefined) throw complain("two users have one name", shown(twice), "rename one");
  if (prior === undefined) return names.map(() => 1 / names.length);
  const odd = Object.keys(prior).find((name) => !names.includes(name));
  if (odd !== undefined) throw complain("the prior is of somebody who is no candidate", shown(odd), names.join(", "));
  const weights = names.map((name) => (Object.hasOwn(prior, name) ? prior[name] : Number.NaN));
  const wrong = weights.findIndex((p) => !(p >= 0 && p <= 1));
  if (wrong >= 0) {
    const given = `${shown(names[wrong])}: ${Number.isNaN(weights[wrong]) ? "none" : weights[wrong]}`;
    throw complain("everybody needs a prior probability from 0 to 1", given, "give one to each");
  }
  const sum = weights.reduce((all, p) => all + p, 0);
  if (Math.abs(sum - 1) > 1e-9) throw complain("the prior adds up to 1", `a sum of ${sum}`, "mend it");
  return weights;
}
