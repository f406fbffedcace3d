import { shown } from "../../num/complaint.js";

/** What is said of variables, edges or the graph and does not enter it: it is kept apart, so that nothing is dropped in silence. */
export interface Notes {
  /** `what`, such as "the attribute beta", of one of them, by its name, was read over; and of so many at once. */
  readonly skip: (what: string, kind: "variable" | "edge" | "graph", of?: string, count?: number) => void;
  readonly remark: (sentence: string) => void;
  /** Sentences, one for everything of a kind. */
  readonly all: () => readonly string[];
}

export function newNotes(): Notes {
  const skipped = new Map<
    string,
    { readonly what: string; readonly kind: string; readonly first: string; count: number }
  >();
  const remarks: string[] = [];
  return {
    skip: (what, kind, of = "", count = 1) => {
      const key = `${kind} ${what}`;
      const known = skipped.get(key);
      if (known === undefined) skipped.set(key, { what, kind, first: of, count });
      else known.count += count;
    },
    remark: (sentence) => {
      remarks.push(sentence);
    },
    all: () => [
      ...remarks,
      ...[...skipped.values()].map(({ what, kind, first, count }) => {
        const more = count === 1 ? "" : ` and of ${count - 1} other ${kind}${count === 2 ? "" : "s"}`;
        const of = kind === "graph" ? "the graph" : `${shown(first)}${more}`;
        return `${what[0].toUpperCase()}${what.slice(1)} of ${of} was read over.`;
      }),
    ],
  };
}
