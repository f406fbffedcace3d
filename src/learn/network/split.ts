import type { LearnNote } from "../learner.js";
import type { NetworkModel } from "./action.js";
import type { Unravelled } from "./fit-learn.js";

/**
 * How what covariates and arm leave open is split between the individual (what is not known of U) and chance (the noise).
 * `share`: the individual's part, by arm, of the score's variance given the covariates (of its scale, for Cauchy), averaged over rows. `by`: what
 * the split rests on.
 */
export interface Split {
  readonly share: readonly [number, number];
  readonly by: "replicates" | "equal noise" | "model" | "given";
}

/** Readouts whose squares (sizes, for Cauchy) differ by less than this part of their mean do not tell U from noise, however sure that is. */
const ALIKE = 0.1;

/**
 * Which law is behind the split (docs/learn/network.md has the algebra). Units with several rows identify it. From one row each, with a scalar U
 * and one noise for both arms, v1 - v0 = (a1^2 - a0^2) s^2 (Cauchy: |a1| - |a0|) does for numbers, unless the arms read U alike or the covariates do not move U, which is how a1 / a0 is told (both by two standard errors). In every other
 * case a whole family of splits has the same likelihood.
 */
export function splitOf(
  model: NetworkModel,
  { mu, s, action }: Unravelled,
  replicated: boolean,
  observations: readonly number[],
): Split {
  const { dims, family, spread, outcome, noise } = model;
  const rows = s.length / dims;
  const [share, moved] = [
    [0, 0],
    [0, 0],
  ];
  for (const t of [0, 1]) {
    let [square, whole] = [0, 0];
    for (let i = 0; i < rows; i++) {
      let v = 0;
      for (let k = 0; k < dims; k++) {
        const part = Math.abs(action.a[t * dims + k]) * s[i * dims + k];
        v += family === "gaussian" ? part * part : part;
      }
      share[t] += v / (v + action.noise[t]) / rows;
      whole += (v + action.noise[t]) / rows;
      // U's locations average to nought.
      square += (action.a[t * dims] * mu[i * dims]) ** 2 / rows;
    }
    moved[t] = Math.sqrt(square) / (family === "gaussian" ? Math.sqrt(whole) : whole);
  }
  const size = (t: number) => (family === "gaussian" ? action.a[t] ** 2 : Math.abs(action.a[t]));
  // What a1 / a0 may be off by: slopes of outcomes on U's locations, whose relative error is spread over movement over the root of the rows.
  const error = Math.hypot(...[0, 1].map((t) => 1 / (moved[t] * Math.sqrt(observations[t]))));
  const least = Math.max(ALIKE, 2 * (family === "gaussian" ? 2 * error : Math.SQRT2 * error));
  const apart = Math.abs(size(1) - size(0)) > (least * (size(0) + size(1))) / 2;
  const told = outcome === "numeric" && noise === "shared" && dims === 1 && apart;
  const by = replicated ? "replicates" : typeof spread === "number" ? "given" : told ? "equal noise" : "model";
  return { share: [share[0], share[1]], by };
}

/** What the reader must know of the split. */
export function splitNotes({ by, share }: Split, { outcome, dims }: NetworkModel): readonly LearnNote[] {
  const percent = share.map((part) => `${Math.round(100 * part)} %`).join(" and ");
  const found = `The network puts ${percent} (reference and arm) of what the covariates leave open down to the individual and the rest to chance.`;
  const why = {
    replicates: `${found} Units with several rows tell the two apart.`,
    "equal noise": `${found} One row a unit tells them apart only because the arms read the individual differently and the noise is taken to be the same in both.`,
    model: `${found} Nothing in one row a unit tells the two apart: the split between individual and chance rests on the model. Take the covariates' own recurrence as its lower end, or give units with several rows.`,
    given: `${found} That part was given, not learnt.`,
  };
  const notes: LearnNote[] = [{ id: "individual-and-chance", text: why[by] }];
  if (dims === 1) {
    const what = outcome === "binary" ? "scores" : "means";
    const text = `One dimension stands for the individual, so the two arms' ${what} are on one line given it, and products of both arms rest on that.`;
    notes.push({ id: "one-dimension", text });
  }
  return notes;
}
