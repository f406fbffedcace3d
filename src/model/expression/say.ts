const LONGEST = 60;

/** On one line and not too long, whatever a file holds. */
export function shorten(text: string): string {
  // Control characters would let a file's content move the cursor of the terminal that shows the message.
  const line = text.slice(0, 4 * LONGEST).replace(/[\p{Cc}\u2028\u2029]/gu, "\ufffd");
  if (line.length <= LONGEST) return line;
  const letters = [...line];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join("")}…` : line;
}

/** A name or a text as a message shows it. */
export function say(text: string): string {
  return `'${shorten(text)}'`;
}

/** `a`, `a and b`, `a, b and c`; of many the first dozen. */
export function sayNames(names: readonly string[], last = "and"): string {
  const shown = names.slice(0, 12).map(say);
  if (names.length > shown.length) return `${shown.join(", ")} ${last} ${names.length - shown.length} more`;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} ${last} ${shown[shown.length - 1]}`;
}
