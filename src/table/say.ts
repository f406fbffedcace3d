const LONGEST_NAME = 60;
const MOST_NAMES = 12;

/** A name or value from the data as a message shows it: quoted, on one line, and cut when very long. */
export function say(value: string | number | boolean): string {
  if (typeof value !== "string") return String(value);
  // Control characters would let a file's content move the cursor of the terminal that shows the message.
  const line = [...value].map((c) => (c < " " || c === "\u007f" ? "\ufffd" : c));
  return `'${line.length > LONGEST_NAME ? `${line.slice(0, LONGEST_NAME - 1).join("")}…` : line.join("")}'`;
}

/** Names for a message: the first dozen, then how many more there are. */
export function sayNames(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map(say);
  return names.length > MOST_NAMES ? `${shown.join(", ")} and ${names.length - MOST_NAMES} more` : shown.join(", ");
}

/** `1 row`, `2 rows`. */
export function sayCount(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
