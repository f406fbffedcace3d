import type { NextLogits, Wanted } from "../../engine.js";
import type { Asked, Told } from "./peer.js";
import { commonTokens, denseLaw, lawOn, logZOf, unionOf } from "./told-laws.js";

/** How many more than the likeliest tokens that were asked for are looked at, so that what another factor wants is among them. */
const WIDER = { times: 16, most: 4096 } as const;

/** One law that is wanted. */
export interface LawWanted {
  /** Laws of one answer tell the same tokens. */
  readonly answer: string;
  /** Asking once more costs as much as the whole text. */
  readonly once: boolean;
}

/** Evaluates the last token of some of the texts (by their places in the list) and tells what was asked of the next. */
export type Ask = (which: readonly number[], asked: (place: number) => Asked) => Promise<readonly Told[]>;

/**
 * The laws that are wanted: of all tokens, or for each answer of the `top` likeliest tokens of every one of its laws and the ones in `also`: what one
 * wants is told by all, in one more evaluation of the last token where it is not among the `16 top` likeliest of another. Tokens beyond, that all of
 * them tell without being asked again, are told too.
 */
export async function lawsOf(
  ask: Ask,
  list: readonly LawWanted[],
  wanted: Wanted,
  size: number,
): Promise<NextLogits[]> {
  const { top, also = [] } = wanted;
  const places = [...list.keys()];
  const all = { logits: true } as const;
  if (top === undefined) return (await ask(places, () => all)).map((told) => denseLaw(told, size));
  const includeTop = Math.min(size, Math.max(top, Math.min(WIDER.times * top, WIDER.most)));
  const some = { logits: { filter: { tokens: also, includeTop } }, totalLogitWeight: true } as const;
  const told = await ask(places, (place) => (list[place].once ? { ...all, totalLogitWeight: true } : some));
  const known = told.map(({ logits }) => new Map(logits));
  const answers = new Map<string, number[]>();
  for (const place of places) {
    const { answer } = list[place];
    answers.set(answer, [...(answers.get(answer) ?? []), place]);
  }
  const missing = new Map<number, readonly number[]>();
  for (const own of answers.values()) {
    const union = unionOf(
      own.map((place) => known[place]),
      top,
      also,
    );
    for (const place of own) {
      const tokens = [...union].filter((token) => !known[place].has(token));
      if (tokens.length > 0) missing.set(place, tokens);
    }
  }
  const late = [...missing.keys()];
  const more = await ask(late, (place) => ({ logits: { filter: { tokens: missing.get(place)! } } }));
  more.forEach(({ logits }, k) => {
    for (const [token, logit] of logits!) known[late[k]].set(token, logit);
  });
  const laws: NextLogits[] = [];
  for (const own of answers.values()) {
    const tokens = commonTokens(own.map((place) => known[place]));
    for (const place of own) laws[place] = lawOn(tokens, known[place], logZOf(told[place]));
  }
  return laws;
}
