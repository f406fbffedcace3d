import { DiscoError } from "../../error.js";
import { shown } from "../../num/complaint.js";
import type { Engine, Message } from "../engine.js";
import type { PublicProfile, UserProfile } from "./profile.js";
import { publicPart } from "./profile.js";

/** One who may be writing. */
export interface UserCandidate {
  readonly name: string;
  /** As in "a child of seven". */
  readonly describes: string;
}

/** Answers are one letter each. */
export const LETTERS = ["A", "B", "C", "D", "E", "F", "G", "H"] as const;

/** What one reads of a conversation to tell who writes. */
export interface WrittenText {
  readonly text: string;
  /** Messages of the person that it has, and how many there are. */
  readonly messages: number;
  readonly of: number;
  /** The only message that it has lacks its beginning. */
  readonly cut: boolean;
}

/** A profile as one who may be writing. @throws DiscoError where nothing describes the person. Nothing private is in it. */
export function candidateOf(profile: UserProfile | PublicProfile): UserCandidate {
  const { name, describes, facts } = publicPart({ private: [], ...profile });
  if (describes !== undefined) return { name, describes };
  const likely = facts.filter(({ confidence }) => confidence >= 0.5).map(({ text }) => text);
  if (likely.length > 0) return { name, describes: `a person of whom this is known: ${likely.join(" ")}` };
  throw new DiscoError({
    who: `profile ${shown(name)}`,
    wrong: "it does not say who this is, and has no fact that is likely",
    next: 'add "describes": "a child of seven"',
  });
}

/**
 * What the person wrote, the latest messages that fit into so many letters; the answers they were given are ours, and no evidence of who they are.
 * At least the end of the last message. @throws DiscoError, refused, where the person has not written anything.
 */
export function writtenText(conversation: readonly Message[], most: number): WrittenText {
  const written = conversation.filter(({ role, content }) => role === "user" && content.trim() !== "");
  const kept: string[] = [];
  let size = 0;
  for (const { content } of written.toReversed()) {
    size += content.length + 1;
    if (size > most && kept.length > 0) break;
    kept.unshift(content);
  }
  if (kept.length === 0) {
    const next = "ask again when there is a message";
    throw new DiscoError({ who: "users", wrong: "the person has not written anything yet", next }, "refused");
  }
  const text = kept.join("\n");
  return { text: text.slice(-most), messages: kept.length, of: written.length, cut: text.length > most };
}

/** The question who wrote a text, as a message to the model. The k-th candidate of `order` has the k-th letter. */
export function whoWrote(text: string, order: readonly UserCandidate[]): Message {
  const content = [
    "Somebody wrote this:",
    '"""',
    text,
    '"""',
    "Who wrote it?",
    ...order.map(({ describes }, k) => `${LETTERS[k]}: ${describes}`),
    "Answer with the letter alone.",
  ].join("\n");
  return { role: "user", content };
}

/**
 * The tokens that say each letter: alone or behind a space, where that is one token. @throws DiscoError, refused, for an engine whose vocabulary does not
 * have the letters as tokens.
 */
export function letterTokens(engine: Engine, count: number): readonly (readonly number[])[] {
  return LETTERS.slice(0, count).map((letter) => {
    const tokens = new Set<number>();
    for (const text of [letter, ` ${letter}`]) {
      const split = tokensOf(engine, text);
      if (split.length === 1) tokens.add(split[0]);
    }
    if (tokens.size > 0) return [...tokens];
    throw new DiscoError(
      {
        who: "users",
        wrong: `the model's vocabulary has no token for the answer ${letter}`,
        given: engine.name,
        next: "who writes cannot be asked of this model: give the probabilities yourself",
      },
      "refused",
    );
  });
}

/** A table may know a letter and no space. */
function tokensOf(engine: Engine, text: string): readonly number[] {
  try {
    return engine.tokenize(text);
  } catch (error) {
    if (error instanceof DiscoError) return [];
    throw error;
  }
}
