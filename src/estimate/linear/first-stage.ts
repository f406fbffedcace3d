import { DiscoError } from "../../error.js";
import { cholesky } from "../../num/cholesky.js";
import { listed } from "../../num/say-names.js";
import type { Remark } from "../../query/answer.js";
import type { Observations } from "../influence.js";
import type { Compared } from "./compared.js";
import { against, combination, norm, scoreProducts, solve, squares } from "./moments.js";
import { dot, REPEATED, type Regressors, residual, squaresAbout } from "./regressors.js";
import { smallSample } from "./sandwich.js";
import { fTail } from "./tails.js";
import { brief } from "./words.js";

/** What the covariates leave of the instruments, each scaled to a mean square of 1. */
export interface OwnInstruments {
  readonly names: readonly string[];
  readonly z: readonly Float64Array[];
  readonly warnings: readonly Remark[];
}

/**
 * Takes the covariates out of the instruments and leaves out those that never vary, or that covariates or earlier instruments determine.
 * @throws DiscoError when there is no instrument, or none with a variation of its own (refused)
 */
export function ownInstruments({ study, count, total }: Compared, reg: Regressors): OwnInstruments {
  const { instruments } = study;
  if (instruments.length === 0) {
    throw new DiscoError({
      who: "two-stage least squares",
      wrong: "there is no instrument",
      next: "name with --instrument a column that moves the treatment and touches the outcome through nothing else",
    });
  }
  const rests = instruments.map(({ values }) => {
    const rest = residual(values, reg);
    const left = dot(rest, rest, count);
    const own = squaresAbout(values, count);
    return own > 0 && left > REPEATED * own ? rest.map((value) => value * Math.sqrt(total / left)) : undefined;
  });
  const usable = instruments.flatMap(({ name }, k) => (rests[k] ? [{ name, z: rests[k] }] : []));
  const { kept } = cholesky(
    squares(
      usable.map(({ z }) => z),
      { count, total, law: false },
    ),
    usable.length,
    REPEATED,
  );
  const chosen = usable.filter((_, k) => kept[k] === 1);
  const names = chosen.map(({ name }) => name);
  const left = instruments.map(({ name }) => name).filter((name) => !names.includes(name));
  if (chosen.length === 0) {
    throw new DiscoError(
      {
        who: `--instrument ${left.join(",")}`,
        wrong: "it never varies among rows alike in the covariates, so it moves nothing",
        given: `${study.rows} rows`,
        next: "give another instrument, or leave out of --given the covariates that determine it",
      },
      "refused",
    );
  }
  const text = `Instruments left out, as they never vary or repeat what covariates and other instruments say: ${listed(left)}.`;
  return {
    names,
    z: chosen.map(({ z }) => z),
    warnings: left.length === 0 ? [] : [{ id: "repeated-instruments", text }],
  };
}

/** The regression of the treatment on the instruments, the covariates taken out of both. */
export interface FirstStage {
  readonly fitted: Float64Array;
  readonly rest: Float64Array;
  /** Share of the treatment's variance beside the covariates that the instruments tell. */
  readonly share: number;
  /** Do the instruments tell the treatment exactly? */
  readonly perfect: boolean;
  /** Absent for an exact law and for a perfect first stage. */
  readonly strength?: Strength;
}

export interface Strength {
  /** F of the instruments with one spread for all rows, and its p-value. */
  readonly classical: number;
  readonly p: number;
  /** Wald statistic by the number of instruments, HC1 or clustered. */
  readonly robust: number;
  /** Effective F of Montiel Olea & Pflueger (2013), eq. 6: equals `robust` for one instrument. */
  readonly effective: number;
}

/**
 * First stage with its strength. @param columns of the second stage's covariates, the intercept included
 * @throws DiscoError (refused) when the instruments do not move the treatment at all
 */
export function firstStage(
  { names, z }: OwnInstruments,
  tilde: Float64Array,
  about: Observations,
  columns: number,
): FirstStage {
  const q = z.length;
  const inner = squares(z, about);
  const moved = against(z, tilde, about);
  const fitted = combination(z, solve(inner, moved));
  const rest = tilde.map((value, i) => value - fitted[i]);
  const [all, explained, left] = [dot(tilde, tilde, about.count), norm(inner, moved), dot(rest, rest, about.count)];
  const share = explained / all;
  const free = about.total - columns - q;
  const classical = explained / q / (left / free);
  if (share < 1e-12 || (!about.law && classical < 1e-6)) {
    throw new DiscoError(
      {
        who: `--instrument ${names.join(",")}`,
        wrong: "it does not move the treatment, so there is nothing to divide by",
        given: about.law
          ? `a share of ${brief(share)} of the treatment's variance`
          : `first-stage F ${brief(classical)}`,
        next: "give an instrument that moves the treatment",
      },
      "refused",
    );
  }
  const perfect = left < REPEATED * all;
  if (about.law || perfect) return { fitted, rest, share, perfect };
  const factor = smallSample(about, columns + q);
  const spread = scoreProducts(z, rest, rest, about).map((value) => value * factor);
  let trace = 0;
  for (let k = 0; k < q; k++) trace += solve(inner, spread.slice(k * q, k * q + q))[k];
  const strength = {
    classical,
    p: fTail(classical, q, free),
    robust: norm(spread, moved) / q,
    effective: explained / trace,
  };
  return { fitted, rest, share, perfect, strength };
}
