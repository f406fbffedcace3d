import { DiscoError } from "../../../error.js";
import { shown } from "../../../num/complaint.js";
import type { Message, Vocabulary } from "../../engine.js";
import { vocabularyId } from "../../vocabulary-id.js";
import type { PeerTokenizer } from "./peer.js";
import { byteRule, bytesOfName } from "./token-bytes.js";

/** Texts and tokens of a model. */
export interface Tokens {
  readonly vocabulary: Vocabulary;
  tokenize(text: string): readonly number[];
  bytes(token: number): Uint8Array;
  chat(messages: readonly Message[]): readonly number[];
}

/**
 * The tokens of a model of so many logits, by its tokenizer. What people write is never read as a special token: `<|im_end|>` in a message is ten
 * letters and ends nothing. Cost: O(vocabulary) once.
 */
export function tokensOf(tokenizer: PeerTokenizer, size: number, template: string | undefined): Tokens {
  const names = new Array<string>(size).fill("");
  for (const [name, token] of tokenizer.get_vocab()) if (token < size) names[token] = name;
  const special = new Set(tokenizer.all_special_ids);
  const specialTexts = tokenizer.all_special_tokens.filter((text) => text !== "");
  // The file itself is kept by the library under a name of its own; without it names are taken for texts.
  const rule = byteRule((tokenizer as { _tokenizerJSON?: { decoder?: unknown } })._tokenizerJSON?.decoder);
  const bytes = names.map((name, token) => (special.has(token) ? new Uint8Array() : bytesOfName(name, rule)));
  const read = (text: string) => (text === "" ? [] : tokenizer.encode(text, { add_special_tokens: false }));
  const tokenize = (text: string) => partsOf(text, specialTexts).flatMap(read);
  return {
    vocabulary: { id: vocabularyId(names), size },
    tokenize,
    bytes: (token) => bytes[token] ?? new Uint8Array(),
    chat(messages) {
      const hides = messages.some(({ content }) => partsOf(content, specialTexts).length > 1);
      const render = (told: readonly Message[]) => renderedChat(tokenizer, told, template);
      if (!hides) return read(render(messages));
      // The template is written around marks, and the messages are read apart from it. Tokens do not cross from one into the other then.
      const marks = marksFor(messages);
      const around = render(messages.map((message, k) => ({ ...message, content: marks[k] })));
      const contents = new Map(messages.map(({ content }, k) => [marks[k], content]));
      return around.split(new RegExp(`(${marks.join("|")})`)).flatMap((part) => {
        const content = contents.get(part);
        return content === undefined ? read(part) : tokenize(content);
      });
    },
  };
}

/** A text in pieces of which none holds a special token's text: each is cut after its first letter. */
function partsOf(text: string, specials: readonly string[]): string[] {
  if (!specials.some((one) => text.includes(one))) return [text];
  const parts = [""];
  for (let at = 0; at < text.length; ) {
    const special = specials.find((one) => text.startsWith(one, at));
    const letter = String.fromCodePoint(text.codePointAt(at)!);
    parts[parts.length - 1] += letter;
    if (special !== undefined) parts.push("");
    at += letter.length;
  }
  return parts;
}

/** Words that none of the messages has. */
function marksFor(messages: readonly Message[]): string[] {
  let word = "message";
  while (messages.some(({ content }) => content.includes(word))) word += "x";
  return messages.map((_, k) => `${word}${k}end`);
}

function renderedChat(tokenizer: PeerTokenizer, messages: readonly Message[], template: string | undefined): string {
  if (!tokenizer.chat_template && template === undefined) {
    throw new DiscoError({
      who: "transformers engine",
      wrong: "the model has no chat template: it was trained to go on with a text, and not to talk",
      next: "continue a text with `tokenize`, take a model that was tuned for chat, or give a Jinja text as `chatTemplate`",
    });
  }
  const options = {
    add_generation_prompt: true,
    tokenize: false,
    ...(template === undefined ? {} : { chat_template: template }),
  };
  try {
    return String(
      tokenizer.apply_chat_template(
        messages.map(({ role, content }) => ({ role, content })),
        options,
      ),
    );
  } catch (error) {
    throw new DiscoError({
      who: "transformers engine",
      wrong: "the model's chat template does not take this conversation",
      given: shown(String((error as Error).message ?? error)),
      next: "some models know no system message: put what it says into the first message of the user",
    });
  }
}
