import { BYTE_OF_LETTER } from "../byte-letters.js";
import type { TokenizerData } from "./peer.js";

/** Token types of GGUF files. */
const TYPE = { unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const;

/**
 * The bytes of every token's text, from a GGUF file's list of tokens. Control tokens (`<|im_end|>`) have none: they are no part of a text.
 * Undefined for a kind of tokenizer that is not known. Cost: a token's bytes are worked out when they are asked for.
 */
export function tokenBytes({ ggml }: TokenizerData): ((token: number) => Uint8Array) | undefined {
  const { model, tokens, token_type: types = [] } = ggml;
  const read = READERS[model];
  if (read === undefined) return undefined;
  const none = new Uint8Array();
  return (token) => {
    const text = tokens[token];
    const type = types[token];
    if (text === undefined || type === TYPE.control || type === TYPE.unused || type === TYPE.unknown) return none;
    return type === TYPE.userDefined ? encode(text) : read(text, type);
  };
}

const encoder = new TextEncoder();
const encode = (text: string) => encoder.encode(text);

const READERS: Readonly<Record<string, (text: string, type: number | undefined) => Uint8Array>> = {
  gpt2: byteLevel,
  llama: pieces,
  t5: pieces,
};

/** SentencePiece: a lower block for a space, and `<0x0A>` for a byte that is in no piece. */
function pieces(text: string, type: number | undefined): Uint8Array {
  const byte = /^<0x([0-9A-F]{2})>$/i.exec(text);
  if (byte !== null && (type === TYPE.byte || type === undefined)) return Uint8Array.of(Number.parseInt(byte[1], 16));
  return encode(text.replaceAll("\u2581", " "));
}

/** Byte-level BPE (GPT-2): every byte has a letter that can be printed. */
function byteLevel(text: string): Uint8Array {
  const bytes: number[] = [];
  for (const letter of text) {
    const byte = BYTE_OF_LETTER.get(letter);
    if (byte === undefined) bytes.push(...encode(letter));
    else bytes.push(byte);
  }
  return Uint8Array.from(bytes);
}
