import type { Answer, Remark } from "../query/answer.js";
import type { Evidence } from "../query/attribution.js";
import type { Context } from "./context.js";
import { crosses } from "./replicates.js";

/** Fewer rows than this make an interval by the normal law doubtful. */
const SMALL = 30;

function sampleSize({ replicates, sample }: Context): Remark[] {
  const { unit } = sample;
  if (!unit) return [];
  if (!replicates) {
    return [
      {
        id: "no-replicates",
        text: `Too few units of ${unit.name} are seen twice in one arm to tell the individual from chance, so recurrence is bounded through covariates. Intervals are still clustered by ${unit.name}.`,
      },
    ];
  }
  const out: Remark[] = [];
  const [control, treated] = replicates.once;
  if (control + treated > 0) {
    out.push({
      id: "units-seen-once",
      text: `${treated} units are seen once in the treated arm and ${control} once in the other; a single row cannot say whether it would recur, so they are left out of the recurrence there (they stay in everything else).`,
    });
  }
  if (!crosses(replicates)) {
    out.push({
      id: "no-crossover",
      text: `Hardly any unit of ${unit.name} is seen in both arms, so what would have happened in the other arm comes from covariates (THEORY 3.8).`,
    });
  }
  return out;
}

/** What a careful reader must know before quoting the shares, each with its number. */
export function attributionWarnings(context: Context, evidence: readonly Evidence[]): Remark[] {
  const out: Remark[] = [...context.learnt.notes, ...sampleSize(context)];
  const label = (one: Evidence) =>
    Object.entries(one.given)
      .map(([name, value]) => `${name} = ${value}`)
      .join(", ");
  const thin = evidence.filter((one) => one.rows > 0 && one.rows < SMALL && context.sample.weights?.kind !== "law");
  if (thin.length > 0) {
    out.push({
      id: "few-rows",
      text: `Few rows show ${thin.map((one) => `${label(one)} (${one.rows})`).join("; ")}: read those intervals as rough.`,
    });
  }
  if (context.sample.outcome.kind === "binary") {
    const beyond = evidence.flatMap((one) =>
      Object.entries(one.shares).flatMap(([name, answer]: [string, Answer]) =>
        answer.value !== null && name !== "policy" && (answer.value < 0 || answer.value > 1)
          ? [`${name} of ${label(one)} is ${answer.value.toPrecision(3)}`]
          : [],
      ),
    );
    if (beyond.length > 0) {
      out.push({
        id: "share-outside",
        text: `A share lies outside 0 to 1 (${beyond.join("; ")}): too few rows, or a learner that fits badly; it is shown as estimated. Try another --learner.`,
      });
    }
  }
  return out;
}
