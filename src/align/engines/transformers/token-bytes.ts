import { BYTE_OF_LETTER } from "../byte-letters.js";

/** How a tokenizer writes bytes into the names of its tokens; read from the decoder of its `tokenizer.json`. */
export interface ByteRule {
  /** Each byte is one of 256 letters (GPT-2 and its heirs). */
  readonly byteLevel: boolean;
  /** `<0x0A>` is a byte (SentencePiece). */
  readonly fallback: boolean;
  /** What stands for a space. */
  readonly space: string | undefined;
}

/** The rule that a decoder's description follows. An unknown decoder: names are texts. Cost: O(its size). */
export function byteRule(decoder: unknown): ByteRule {
  const none: ByteRule = { byteLevel: false, fallback: false, space: undefined };
  if (typeof decoder !== "object" || decoder === null) return none;
  const { type, decoders, replacement, pattern, content } = decoder as Record<string, unknown>;
  if (type === "Sequence" && Array.isArray(decoders)) {
    return decoders.map(byteRule).reduce(
      (all, one) => ({
        byteLevel: all.byteLevel || one.byteLevel,
        fallback: all.fallback || one.fallback,
        space: all.space ?? one.space,
      }),
      none,
    );
  }
  if (type === "ByteLevel") return { ...none, byteLevel: true };
  if (type === "ByteFallback") return { ...none, fallback: true };
  if (type === "Metaspace") return { ...none, space: typeof replacement === "string" ? replacement : "\u2581" };
  const from = (pattern as { String?: unknown } | undefined)?.String;
  if (type === "Replace" && content === " " && typeof from === "string") return { ...none, space: from };
  return none;
}

const encoder = new TextEncoder();

/** The bytes of a token by its name. Special tokens are not for here: they have none. */
export function bytesOfName(name: string, rule: ByteRule): Uint8Array {
  if (rule.byteLevel) {
    const bytes = Array.from(name, (letter) => BYTE_OF_LETTER.get(letter));
    // A token that was added as a text is written as one.
    if (bytes.every((byte) => byte !== undefined)) return Uint8Array.from(bytes);
    return encoder.encode(name);
  }
  const hex = rule.fallback ? /^<0x([0-9A-F]{2})>$/.exec(name) : null;
  if (hex !== null) return Uint8Array.of(Number.parseInt(hex[1], 16));
  return encoder.encode(rule.space === undefined ? name : name.replaceAll(rule.space, " "));
}
