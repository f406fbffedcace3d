import type { DecidedGroup } from "../query/decision.js";
import type { Choice } from "./choose.js";
import { atEntries, benefitAnswer, type DecideContext } from "./context.js";
import type { People } from "./people.js";
import { NO_OVERLAP, REASONS, reasonsOf } from "./reasons.js";

/** Individuals by the reason for what was decided about them, those treated first. Groups without anybody are left out. Cost: O(individuals). */
export function decidedGroups(
  context: DecideContext,
  people: People,
  choice: Choice,
  reasons: Uint8Array,
): DecidedGroup[] {
  const { mass, size, total } = people;
  const rows = new Float64Array(REASONS.length);
  for (let i = 0; i < size; i++) {
    // Those trimmed have no mass of their own.
    rows[reasons[i]] += reasons[i] === NO_OVERLAP ? 1 : mass[i];
  }
  const everybody = total + rows[NO_OVERLAP];
  // Judged as the policy is, fold by fold; nobody may be left in a group of very few.
  const judged = reasonsOf(people, choice, asJudged(choice));
  return REASONS.flatMap((kind, code): DecidedGroup[] => {
    if (rows[code] === 0) return [];
    const query = `E[benefit | reason=${kind.reason}, ${kind.treat ? "treated" : "not treated"}]`;
    const told = { ...kind, rows: rows[code], share: rows[code] / everybody };
    if (code === NO_OVERLAP) return [{ ...told, benefit: unknown(context, query) }];
    const part = atEntries(context, whoHas(judged.includes(code) ? judged : reasons, code));
    return [{ ...told, benefit: benefitAnswer(context, { query, part, base: part }) }];
  });
}

/** Who is treated where limits are kept fold by fold; lots as they fell. */
function asJudged({ treat, judged, lot }: Choice): Float64Array {
  return judged.map((chance, i) => (lot[i] === 1 ? treat[i] : chance >= 0.5 ? 1 : 0));
}

function whoHas(reasons: Uint8Array, code: number): Float64Array {
  const out = new Float64Array(reasons.length);
  for (let i = 0; i < out.length; i++) out[i] = reasons[i] === code ? 1 : 0;
  return out;
}

function unknown({ provenance }: DecideContext, query: string): DecidedGroup["benefit"] {
  return {
    ...{ query, value: null, layer: 3, identified: false, method: "none", provenance },
    reason: "there is nobody like them in the other arm to compare them with",
    assumptions: [],
    warnings: [],
    diagnostics: {},
  };
}
