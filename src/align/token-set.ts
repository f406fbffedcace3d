import type { Engine } from "./engine.js";

/**
 * The tokens whose whole text matches a pattern, and those that end an answer: a set for `mask`. Tokens that are a part of a letter only match nothing,
 * so letters that a vocabulary has no token for are left out. Cost: one match a token of the vocabulary.
 */
export function tokensMatching(engine: Engine, pattern: RegExp): ReadonlySet<number> {
  const whole = new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace(/[gy]/g, ""));
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const set = new Set(engine.ends);
  for (let token = 0; token < engine.vocabulary.size; token++) {
    const bytes = engine.bytes(token);
    if (bytes.length > 0 && matches(bytes, whole, decoder)) set.add(token);
  }
  return set;
}

function matches(bytes: Uint8Array, whole: RegExp, decoder: TextDecoder): boolean {
  try {
    return whole.test(decoder.decode(bytes));
  } catch {
    return false;
  }
}
