import type { Column } from "../../num/columns.js";
import type { BetweenGroups } from "../../query/surrogate.js";
import { mixture } from "./covariance.js";
import { levelsOf } from "./levels.js";
import { type Linked, linked, minus, numberOf, times } from "./linked.js";
import { regress } from "./regress.js";
import type { Trial } from "./trial.js";

const MOST_GROUPS = 20;

/**
 * Does the treatment move the surrogate in other groups than those where the surrogate goes with the outcome? For each covariate, Cov(a, b) between its groups:
 * the part of a lack of transitivity that can be seen. Each group is taken as a trial of its own. Groups in which an arm's surrogate never varies make the
 * covariate unusable, and that is said. Cost: four regressions a group.
 */
export function betweenGroups(trial: Trial, bins: number, level: number): readonly BetweenGroups[] {
  return trial.given.map((column) => oneCovariate(trial, column, bins, level));
}

function oneCovariate(trial: Trial, column: Column, bins: number, level: number): BetweenGroups {
  const { name } = column;
  const levels =
    column.kind === "numeric"
      ? levelsOf(column.values, trial.count, bins)
      : { code: column.codes, labels: column.levels };
  const present = levels.labels.flatMap((label, code) => (levels.code.includes(code) ? [{ label, code }] : []));
  if (present.length < 2) return { by: name, left: "one group only", groups: [] };
  if (present.length > MOST_GROUPS) return { by: name, left: `more than ${MOST_GROUPS} groups`, groups: [] };
  const groups = present.map(({ label, code }) => ({ label, ...groupOf(trial, levels.code, code) }));
  const bad = groups.find(({ a, b }) => a === undefined || b === undefined);
  if (bad !== undefined) {
    return { by: name, left: `the group ${bad.label} lacks an arm, or the surrogate never varies in one`, groups: [] };
  }
  const share = (key: "a" | "b" | "outcome") =>
    mixture(groups.map((group) => ({ share: group.share, number: group[key]! })));
  const joint = mixture(groups.map((group) => ({ share: group.share, number: times(group.a!, group.b!) })));
  const product = times(share("a"), share("b"));
  return {
    by: name,
    groups: groups.map(({ label, share: own, a, b, outcome }) => ({
      label,
      share: own.value,
      a: a!.value,
      b: b!.value,
      outcome: outcome!.value,
    })),
    product: numberOf(product, trial, level),
    covariance: numberOf(minus(joint, product), trial, level),
    rest: numberOf(minus(share("outcome"), joint), trial, level),
  };
}

interface Group {
  readonly share: Linked;
  readonly a?: Linked;
  readonly b?: Linked;
  readonly outcome?: Linked;
}

function groupOf(trial: Trial, code: Int32Array, group: number): Group {
  const { x, s, y, count, total, rows } = trial;
  const inside = Float64Array.from(code, (own) => (own === group ? 1 : 0));
  const mass = inside.reduce((sum, own, i) => sum + own * count[i], 0) / total;
  const share: Linked = { value: mass, influence: inside.map((own) => (own - mass) / total) };
  const arms = [0, 1].map((arm) => {
    const weight = inside.map((own, i) => (x[i] === arm ? own * count[i] : 0));
    const size = weight.reduce((a, b) => a + b, 0);
    const mean = (values: Float64Array): Linked => {
      const value = values.reduce((sum, v, i) => sum + weight[i] * v, 0) / size;
      const influence = new Float64Array(rows);
      for (let i = 0; i < rows; i++) if (weight[i] > 0) influence[i] = (values[i] - value) / size;
      return { value, influence };
    };
    const fit = regress({ kind: "linear", columns: [s], y, weight });
    return { size, mean, fit };
  });
  if (arms.some(({ size }) => size === 0)) return { share };
  const [a, outcome] = [s, y].map((values) => minus(arms[1].mean(values), arms[0].mean(values)));
  if (arms.some(({ fit }) => fit.kept[1] === 0)) return { share, a, outcome };
  const slopes = arms.map(({ fit }): Linked => ({ value: fit.beta[1], influence: fit.moved(Float64Array.of(0, 1)) }));
  const treated = arms[1].size / (arms[0].size + arms[1].size);
  const here = arms[0].size + arms[1].size;
  const rate: Linked = {
    value: treated,
    influence: Float64Array.from(x, (arm, i) => (inside[i] * (arm - treated)) / here),
  };
  const b = linked(treated * slopes[1].value + (1 - treated) * slopes[0].value, [
    [treated, slopes[1]],
    [1 - treated, slopes[0]],
    [slopes[1].value - slopes[0].value, rate],
  ]);
  return { share, a, b, outcome };
}
