import type { Message } from "../engine.js";

/** What the model is told of a person and of the way to answer; "" where there is nothing to tell. */
export function systemText(facts: readonly string[], style: readonly string[]): string {
  const lines = (head: string, texts: readonly string[]) => (texts.length === 0 ? [] : [head, ...texts.map(listed)]);
  return [
    ...lines("You are talking with one person. This is known of them:", facts),
    ...lines("Answer in this way:", style),
  ].join("\n");
}

/** The conversation with a text told before it, after what it tells there already. */
export function withSystem(messages: readonly Message[], text: string): readonly Message[] {
  if (text === "") return messages;
  const [first, ...rest] = messages;
  if (first?.role !== "system") return [{ role: "system", content: text }, ...messages];
  return [{ role: "system", content: `${first.content}\n\n${text}` }, ...rest];
}

const listed = (text: string) => `- ${text}`;
