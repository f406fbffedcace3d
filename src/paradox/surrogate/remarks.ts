import type { Remark } from "../../query/answer.js";
import type { ConsistentSurrogate, SurrogateFinding } from "../../query/surrogate.js";
import type { Estimates } from "./estimates.js";
import { plain } from "./say.js";

/** What to do with what was found. */
export function adviceOf(
  estimates: Estimates,
  findings: readonly SurrogateFinding[],
  consistent: ConsistentSurrogate,
): string[] {
  const { surrogate, outcome, treatment } = estimates.arms.trial;
  const kinds = new Set(findings.map(({ kind }) => kind));
  const advice: string[] = [];
  if (kinds.has("reversal")) {
    advice.push(
      `Do not judge ${treatment.name} by ${surrogate.name}: here it points the wrong way. Measure ${outcome.name}.`,
    );
  } else if (kinds.has("direct effect") || kinds.has("not explained") || kinds.has("not transitive")) {
    advice.push(
      `Do not let ${surrogate.name} stand for ${outcome.name} in a trial that decides: what it misses is secured.`,
    );
  } else if (consistent.verdict === "guaranteed") {
    advice.push(
      `In this population the sign of the effect may be read from ${surrogate.name}. Its size may not, and in other people or with another treatment the conditions have to be shown again.`,
    );
  } else {
    advice.push(
      `Nothing was found against ${surrogate.name}, and nothing was proved for it. Keep measuring ${outcome.name}.`,
    );
  }
  advice.push(
    `Prentice's criteria are about associations. Even where all four hold, a treatment can help ${surrogate.name}, ${surrogate.name} can go with a better ${outcome.name}, and the treatment can do harm.`,
  );
  if (estimates.arms.trial.given.length === 0) {
    advice.push(
      `Give what ${surrogate.name} and ${outcome.name} may have in common: --given age,... Groups can show whom the treatment moves.`,
    );
  }
  return advice;
}

export function assumptionsOf({ arms }: Estimates): Remark[] {
  const { trial, covariates } = arms;
  const { treatment, surrogate, outcome, given, law } = trial;
  const names = given.map(({ name }) => name).join(", ");
  return [
    covariates.length === 0
      ? { id: "randomised", text: `${treatment.name} was assigned at random.` }
      : {
          id: "randomised",
          text: `${treatment.name} was assigned at random among those alike in ${names}; each arm counts by the inverse of its probability (logistic).`,
        },
    { id: "no-interference", text: "What one individual gets changes nothing for another." },
    ...(covariates.length === 0
      ? []
      : [
          {
            id: "additive",
            text: `Within arms ${outcome.name} is additive and linear in ${surrogate.name} and ${names} (on the log odds scale for logistic models).`,
          },
        ]),
    ...(law
      ? []
      : [
          { id: "large-sample", text: "Intervals and tests are those of large samples (influence functions, normal)." },
        ]),
  ];
}

const FEW = 10;

export function warningsOf(estimates: Estimates): Remark[] {
  const { arms, levelCounts, levels } = estimates;
  const { trial, lowest } = arms;
  const { outcome, surrogate, treatment, law } = trial;
  const warnings: Remark[] = trial.notes.map((text) => ({ id: "coding", text }));
  const inArm = (arm: number, values: Float64Array) =>
    values.reduce((sum, v, i) => sum + (trial.x[i] === arm ? trial.count[i] * v : 0), 0);
  for (const [arm, name] of [treatment.reference, treatment.treated].entries()) {
    const own = trial.x.reduce((sum, x, i) => sum + (x === arm ? trial.count[i] : 0), 0);
    for (const [column, values] of [
      [surrogate, trial.s],
      [outcome, trial.y],
    ] as const) {
      if (column.kind !== "binary") continue;
      const events = inArm(arm, values);
      const rarer = Math.min(events, own - events);
      if (rarer === 0) {
        const said = events === 0 ? column.high : column.low;
        const text = `In the arm ${name} ${events === 0 ? "nobody has" : "everybody has"} ${column.name} = ${column.high}: its sampling error is told as 0, and is not. (${said === column.high ? "No" : "Only"} events.)`;
        warnings.push({ id: "no-events", text });
      } else if (!law && rarer < FEW) {
        warnings.push({
          id: "few-events",
          text: `In the arm ${name} only ${rarer} have ${column.name} = ${events <= own - events ? column.high : column.low}: intervals are rough.`,
        });
      }
    }
  }
  const empty = levelCounts.flatMap(([zero, one], level) => (zero > 0 && one > 0 ? [] : [levels.labels[level]]));
  if (empty.length > 0) {
    const names =
      surrogate.kind === "binary" ? empty.map((code) => (code === "1" ? surrogate.high : surrogate.low)) : empty;
    warnings.push({
      id: "empty-level",
      text: `Not both arms have ${surrogate.name} at ${names.join(", ")}: nothing is compared there.`,
    });
  }
  if (lowest < 0.02) {
    warnings.push({
      id: "overlap",
      text: `Given the covariates, some observation had a probability of ${plain(lowest, 4)} of its own arm: a few of them carry the answer. A randomised trial has no such.`,
    });
  }
  return warnings;
}
