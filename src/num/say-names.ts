/** "a", "a and b", "a, b and c"; with another `last` word "a, b or c". */
export function listed(names: readonly string[], last = "and"): string {
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} ${last} ${names[names.length - 1]}`;
}

/** All of up to ten names, "a, b, c"; of more the first eight, "... and 3 more". */
export function firstFew(names: readonly string[]): string {
  if (names.length <= 10) return names.join(", ");
  return `${names.slice(0, 8).join(", ")} and ${names.length - 8} more`;
}
