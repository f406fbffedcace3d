import type { LikelyToken, Step } from "discoscm/align";
import type { Speakers } from "./profiles.js";
import type { Service } from "./service.js";

/** How one answer is written. */
export interface Wish {
  /** Tokens at most. */
  readonly most: number;
  readonly temperature: number;
  readonly topP: number;
  readonly stops: readonly string[];
  /** How many likely tokens are told beside each; none need be. */
  readonly likely: number;
}

/** A token of an answer, and what else might have stood there. */
export interface TokenTold {
  readonly token: number;
  readonly bytes: Uint8Array;
  readonly log: number;
  readonly likely: readonly LikelyToken[];
  /** Where its text begins in the answer, in letters. */
  readonly from: number;
}

/** How an answer ended. */
export interface Ending {
  readonly reason: "stop" | "length";
  /** Tokens made, those behind a stop included, without the one that ends. */
  readonly tokens: number;
  /** KL from the reference over the answer, nats: how far the user's factors moved it; null: infinitely far. */
  readonly divergence: number | null;
}

/** A piece of an answer; the last one has the ending. */
export interface Piece {
  readonly text: string;
  /** The tokens whose text is told with this piece. */
  readonly tokens: readonly TokenTold[];
  readonly ending?: Ending;
}

/**
 * One answer, piece by piece. What might be the beginning of a stop, or half a character, is held back, and its tokens with it; tokens behind a stop are not
 * told. @throws whatever `decode` throws, and the signal's reason
 */
export async function* writeChoice(
  { engine, align, top }: Service,
  { factors, expression: whole, drawn }: Speakers,
  wish: Wish,
  { key, seed, signal }: { readonly key: string; readonly seed: number; readonly signal: AbortSignal },
): AsyncGenerator<Piece, void> {
  const { most, temperature, topP, stops, likely } = wish;
  const expression = drawn ? align.drawPart(whole, seed).expression : whole;
  const stream = align.textStream(stops);
  const decoder = new TextDecoder();
  let held: (TokenTold & { readonly to: number })[] = [];
  let [decoded, told, count, divergence] = [0, 0, 0, 0];
  let reason: Ending["reason"] = "length";

  const take = (step: Step): string => {
    const bytes = engine.bytes(step.token);
    const from = decoded;
    decoded += decoder.decode(bytes, { stream: true }).length;
    held.push({ token: step.token, bytes, log: step.log, likely: step.fused, from, to: decoded });
    return stream.push(bytes);
  };

  const steps = align.decode(engine, {
    factors,
    expression,
    most,
    temperature,
    topP,
    seed,
    explain: likely,
    key,
    signal,
    // Divergence is from the model as it is, whoever was drawn.
    ...(factors["ref"] ? { reference: "ref" } : {}),
    ...(top === undefined ? {} : { top }),
  });
  for await (const step of steps) {
    if (Number.isFinite(step.divergence)) divergence += step.divergence;
    else divergence = Infinity;
    if (step.ends) {
      reason = "stop";
      break;
    }
    count++;
    const text = take(step);
    told += text.length;
    if (stream.stopped()) {
      reason = "stop";
      yield* last(text);
      return;
    }
    const ready = held.filter(({ to }) => to <= told);
    held = held.filter(({ to }) => to > told);
    if (text !== "" || ready.length > 0) yield { text, tokens: ready };
  }
  const rest = stream.end();
  told += rest.length;
  if (stream.stopped()) reason = "stop";
  yield* last(rest);

  function* last(text: string): Generator<Piece, void> {
    const tokens = stream.stopped() ? held.filter(({ from }) => from < told) : held;
    const ending = { reason, tokens: count, divergence: Number.isFinite(divergence) ? Math.max(0, divergence) : null };
    yield { text, tokens, ending };
  }
}
