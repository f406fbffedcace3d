/** A key that stands twice in one object, of which a reader of JSON keeps the last without a word. */
export interface RepeatedKey {
  readonly key: string;
  /** Counted from 1. */
  readonly line: number;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]/g;

/** The first repeated key of a text that is known to be JSON; undefined where there is none. Cost: O(text). */
export function repeatedKey(json: string): RepeatedKey | undefined {
  const open: (Set<string> | undefined)[] = [];
  let last: { readonly text: string; readonly at: number } | undefined;
  for (const { 0: text, index } of json.matchAll(TOKEN)) {
    if (text === "{") open.push(new Set());
    else if (text === "[") open.push(undefined);
    else if (text === "}" || text === "]") open.pop();
    else if (text === ":" && last !== undefined) {
      const key = JSON.parse(last.text) as string;
      const keys = open.at(-1);
      if (keys?.has(key)) return { key, line: json.slice(0, last.at).split("\n").length };
      keys?.add(key);
    }
    last = text.startsWith('"') ? { text, at: index } : undefined;
  }
  return undefined;
}
