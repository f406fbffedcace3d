/** What a check says of one case: of which kind it is, and what is wrong with it. */
export interface Finding {
  readonly kind: string;
  readonly fault?: string | undefined;
}

/** How many cases there were of each kind, and everything that is wrong. */
export interface Report {
  readonly faults: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
}

export function reportOn<One>(cases: Iterable<One>, check: (one: One) => readonly Finding[]): Report {
  const faults: string[] = [];
  const counts: Record<string, number> = {};
  for (const one of cases) {
    for (const { kind, fault } of check(one)) {
      counts[kind] = (counts[kind] ?? 0) + 1;
      if (fault !== undefined) faults.push(fault);
    }
  }
  return { faults, counts };
}

/** The least of some counts; kinds that never came up count 0. */
export function least({ counts }: Report, kinds: readonly string[] = Object.keys(counts)): number {
  return Math.min(...kinds.map((kind) => counts[kind] ?? 0));
}
