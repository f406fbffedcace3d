import { patternsOf } from "../num/patterns.js";
import type { PosteriorEntry } from "../query/attribution.js";
import type { Context } from "./context.js";

/** Most kinds of individuals that a posterior is listed for. */
const FEW = 12;

/** Who the individuals behind an event were (abduction): each kind's share before and after; undefined when there are too many kinds. */
export function posteriorOf(context: Context, seen: (entry: number) => boolean): PosteriorEntry[] | undefined {
  const { sample, learnt, rows } = context;
  if (sample.given.length === 0) return undefined;
  const { id, first } = patternsOf(sample.given, sample.rows, learnt.entries.rowHash);
  if (first.length > FEW) return undefined;
  const sums = Array.from(first, () => ({ prior: 0, posterior: 0, p0: 0, p1: 0 }));
  let shown = 0;
  let total = 0;
  for (let j = 0; j < learnt.t.length; j++) {
    const sum = sums[id[learnt.entries.row[j]]];
    const count = rows.count[j];
    total += count;
    sum.prior += count;
    sum.p0 += count * learnt.m[0].mean[j];
    sum.p1 += count * learnt.m[1].mean[j];
    if (!seen(j)) continue;
    sum.posterior += count;
    shown += count;
  }
  return sums
    .map((sum, p) => ({
      individual: Object.fromEntries(
        sample.given.map((column) => [
          column.name,
          column.kind === "numeric" ? column.values[first[p]] : column.levels[column.codes[first[p]]],
        ]),
      ),
      prior: sum.prior / total,
      posterior: shown > 0 ? sum.posterior / shown : 0,
      p0: sum.p0 / sum.prior,
      p1: sum.p1 / sum.prior,
    }))
    .filter((entry) => entry.prior > 0)
    .sort((a, b) => b.prior - a.prior || (JSON.stringify(a.individual) < JSON.stringify(b.individual) ? -1 : 1));
}
