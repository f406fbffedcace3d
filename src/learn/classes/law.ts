/** A law of the individual with finitely many classes: who there is, and how each kind answers to each arm. */
export interface ClassLaw {
  readonly kind: "binary" | "numeric";
  readonly classes: number;
  /** Share of the units, by class. */
  readonly weight: Float64Array;
  /** P(T=1 | class) on one occasion; one number for all classes where arms are taken to say nothing of the class. */
  readonly treated: Float64Array;
  /** E[Y | T=t, class], arm 0 first: success probabilities of a two-valued outcome. */
  readonly mean: readonly [Float64Array, Float64Array];
  /** Numbers only: standard deviation of one occasion. */
  readonly sd?: readonly [Float64Array, Float64Array];
  /** Where weights go with covariates: classes x width, log odds against the first class; `weight` is then their average over units. */
  readonly logit?: Float64Array;
}

/** An empty law of that many classes, whose weights go with so many covariates (a constant among them; 0: with none). */
export function blankLaw(kind: ClassLaw["kind"], classes: number, width = 0): ClassLaw {
  const blank = () => new Float64Array(classes);
  const logit = width > 0 ? { logit: new Float64Array(classes * width) } : {};
  const base = { kind, classes, weight: blank(), treated: blank(), mean: [blank(), blank()] as const, ...logit };
  return kind === "numeric" ? { ...base, sd: [blank(), blank()] } : base;
}

/** The law's arrays, one after the other: weights, treated, means, standard deviations. */
export function partsOf({ weight, treated, mean, sd }: ClassLaw): readonly Float64Array[] {
  return [weight, treated, ...mean, ...(sd ?? [])];
}

export function copyLaw(law: ClassLaw): ClassLaw {
  const copy = blankLaw(law.kind, law.classes, law.logit ? law.logit.length / law.classes : 0);
  const parts = partsOf(law);
  partsOf(copy).forEach((part, k) => {
    part.set(parts[k]);
  });
  if (law.logit) copy.logit!.set(law.logit);
  return copy;
}

/** Which class comes first: by the policy's effect, then by the treated mean, so that names do not depend on where a search began. */
export function orderLaw(law: ClassLaw): ClassLaw {
  const { mean } = law;
  const order = Array.from({ length: law.classes }, (_, k) => k).sort(
    (a, b) => mean[1][a] - mean[0][a] - (mean[1][b] - mean[0][b]) || mean[1][a] - mean[1][b],
  );
  const width = law.logit ? law.logit.length / law.classes : 0;
  const sorted = blankLaw(law.kind, law.classes, width);
  for (let c = 0; law.logit && c < width; c++) {
    order.forEach((k, place) => {
      sorted.logit![place * width + c] = law.logit![k * width + c] - law.logit![order[0] * width + c];
    });
  }
  const parts = partsOf(law);
  partsOf(sorted).forEach((part, which) => {
    order.forEach((k, place) => {
      part[place] = parts[which][k];
    });
  });
  return sorted;
}
