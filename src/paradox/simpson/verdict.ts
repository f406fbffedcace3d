import type { SimpsonKind } from "../../query/simpson.js";
import type { Cells } from "./cells.js";
import { type Blend, contrastAt, contrastOf } from "./contrast.js";
import { judgeMeans } from "./means.js";
import { type Judged, judgeRates } from "./score.js";

/** How contrasts of some cells are judged. */
export type Judge = (cells: Cells, blend: Blend) => Judged;

/** What is left of a difference within strata, and how sure it is. */
export interface Verdict {
  readonly kind: SimpsonKind | null;
  /** The largest p-value of what the kind says; null where there is none, and for an exact law. */
  readonly p: number | null;
}

/** A difference that grows by less is hardly worth a word, however sure it is. */
const MATERIAL = 1.25;
/** What rounding leaves of a zero in an exact law, of the size of its means. */
const ROUNDING = 1e-9;

/** The judge of rates, or of averages of numbers. */
export function judgeOf(binary: boolean): Judge {
  return (cells, blend) => (binary ? judgeRates : judgeMeans)(cells, contrastOf(cells, blend));
}

/**
 * The kind of a set of strata. Each kind is a statement about the differences in the population, and is said only when every part of it is
 * secured by a two-sided test at `own`, the level that is left to this set: a false statement needs a false part (intersection-union test; R. Berger,
 * Technometrics 24, 1982). With R the raw difference and S the one standardised to everybody:
 *   reversal: R and S of opposite sign. vanishing, attenuation: |S| < |R| / 2 and R's sign; S may be nothing, or is secured with R's sign.
 *   masking, amplification: |S| > |R| and S's sign; R may be nothing (at `level`), or is secured with S's sign.
 * Where some strata lack an arm, R is that of the strata that compare, and that of everybody must say the same.
 */
export function verdictOf(
  cells: Cells,
  whole: Judged,
  judge: Judge,
  { own, level }: { readonly own: number; readonly level: number },
): Verdict {
  const [inRaw, inStrata] = [{ raw: 1 }, { everybody: 1 }].map((blend) =>
    contrastAt(contrastOf(cells, blend), cells.mean),
  );
  // Most sets move the difference a little: no kind has such an estimate, so nothing needs a test.
  const left = inStrata / inRaw;
  if (left >= 0.5 && left < MATERIAL) return { kind: null, p: null };
  const within = judge(cells, { everybody: 1 });
  const compared = cells.lone.length === 0 ? whole : judge(cells, { raw: 1 });
  const raws = compared === whole ? [whole] : [whole, compared];
  const rawP = Math.max(...raws.map(({ p }) => p));
  const alike = raws.every(({ value }) => Math.sign(value) === Math.sign(compared.value));
  const rawSecured = alike && rawP <= own;
  const side = Math.sign(compared.value);
  const none: Verdict = { kind: null, p: null };
  /** p of a contrast being above nothing on a side; 1 where it is not even there in the estimate. */
  const above = (blend: Blend, sign: number): number => {
    const signed = Object.fromEntries(Object.entries(blend).map(([key, share]) => [key, share * sign])) as Blend;
    if (!(contrastAt(contrastOf(cells, signed), cells.mean) > 0)) return 1;
    return judge(cells, signed).p;
  };

  if (rawSecured && within.value * side < 0 && within.p <= own) {
    return { kind: "reversal", p: Math.max(rawP, within.p) };
  }
  if (rawSecured && Math.abs(within.value) < Math.abs(compared.value) / 2) {
    const less = Math.max(above({ raw: 0.5, everybody: -1 }, side), above({ raw: 0.5, everybody: 1 }, side));
    if (less > own) return none;
    return { kind: within.p > own ? "vanishing" : "attenuation", p: Math.max(rawP, less) };
  }
  if (within.p <= own && Math.abs(within.value) >= MATERIAL * Math.abs(compared.value)) {
    const sign = Math.sign(within.value);
    const more = Math.max(above({ everybody: 1, raw: -1 }, sign), above({ everybody: 1, raw: 1 }, sign));
    if (more > own) return none;
    const seen = raws.some(({ p }) => p <= level);
    if (seen && !(alike && side === sign)) return none;
    return { kind: seen ? "amplification" : "masking", p: Math.max(within.p, more) };
  }
  return none;
}

/** The kind in an exact law, by its numbers. */
export function exactVerdict(cells: Cells, whole: number): Verdict {
  const scale = ROUNDING * Math.max(...cells.mean.map(Math.abs), 0);
  const near = (value: number): number => (Math.abs(value) <= scale ? 0 : value);
  const within = near(contrastAt(contrastOf(cells, { everybody: 1 }), cells.mean));
  const raw = near(contrastAt(contrastOf(cells, { raw: 1 }), cells.mean));
  const kind = Math.sign(raw) === Math.sign(near(whole)) ? exactKind(raw, within) : null;
  return { kind, p: null };
}

function exactKind(raw: number, within: number): SimpsonKind | null {
  if (raw === 0) return within === 0 ? null : "masking";
  if (within === 0) return "vanishing";
  if (raw * within < 0) return "reversal";
  const left = within / raw;
  if (left < 0.5) return "attenuation";
  return left >= MATERIAL ? "amplification" : null;
}

/**
 * Do the numbers turn, though chance can have made it? With the p-value of that; undefined where they do not, or hardly: what is left on the other
 * side is less than a quarter of the raw difference.
 */
export function apparentReversal(cells: Cells, whole: Judged, judge: Judge): Verdict | undefined {
  const within = judge(cells, { everybody: 1 });
  const compared = judge(cells, { raw: 1 });
  const turned = (raw: Judged) =>
    raw.value * within.value < 0 && Math.abs(within.value) >= (MATERIAL - 1) * Math.abs(raw.value);
  if (!turned(whole) || !turned(compared)) return undefined;
  return { kind: "reversal", p: Math.max(whole.p, compared.p, within.p) };
}
