import type { LearnNote } from "../learner.js";
import { type ClassLaw, partsOf } from "./law.js";
import type { Occasions } from "./occasions.js";
import { onFloor } from "./starts.js";

/** How often units are seen: what a mixture may be learnt from. */
export interface Seen {
  /** Units seen in both arms, and units seen twice or more. */
  readonly crossed: number;
  readonly repeated: number;
  readonly most: number;
  /** Units seen at least that often: over both arms, or in one arm alone. */
  readonly atLeast: (occasions: number, apart: boolean) => number;
}

export function countSeen({ size, count, seen }: Occasions): Seen {
  const sum = (keep: (j: number) => boolean) => {
    let units = 0;
    for (let j = 0; j < size; j++) if (keep(j)) units += count[j];
    return units;
  };
  const both = (j: number) => seen[0][j] + seen[1][j];
  let most = 0;
  for (let j = 0; j < size; j++) most = Math.max(most, both(j));
  return {
    crossed: sum((j) => seen[0][j] > 0 && seen[1][j] > 0),
    repeated: sum((j) => both(j) > 1),
    most,
    atLeast: (n, apart) => sum((j) => (apart ? Math.max(seen[0][j], seen[1][j]) : both(j)) >= n),
  };
}

/** Fewer units of these than one in so many are too few to lean on. */
const ONE_IN = 10;

/** Do hardly any units cross the arms, of those seen more than once? */
export function apart({ crossed, repeated }: Seen): boolean {
  return crossed * ONE_IN < repeated;
}

/** A class with fewer expected occasions in an arm than this has no rate of its own to speak of there. */
const THIN = 10;
/** Units of a class below which it is hardly a class. */
const SMALL = 5;

/** What a reader must know of a fitted mixture, each with its number. */
export function remarksOf(
  occasions: Occasions,
  law: ClassLaw,
  r: Float64Array,
  seen: Seen,
  floor: number,
): LearnNote[] {
  const { size, count, units, kind } = occasions;
  const { classes } = law;
  const out: LearnNote[] = [];
  const need = 2 * classes - 1;
  const lonely = apart(seen);
  const enough = seen.atLeast(need, lonely);
  const share = (part: number) => `${((100 * part) / units).toPrecision(2)} %`;
  if (classes > 1 && enough * ONE_IN < units) {
    const where = lonely ? "in one arm (units hardly cross, so each arm stands alone)" : "over both arms";
    out.push({
      id: "few-replicates",
      text:
        kind === "binary"
          ? `${classes} classes need units seen ${need} times ${where}; ${share(enough)} of the units are. What needs no more than pairs of occasions (recurrence, the anyway share of units that cross) still stands; the classes themselves, and whatever needs three occasions, are not settled by these rows (THEORY 3.8).`
          : `Without the normal law ${classes} classes would need units seen ${need} times ${where}; ${share(enough)} of the units are, so the classes rest on the shape of that law (THEORY 3.8).`,
    });
  }
  if (lonely) {
    out.push({
      id: "no-crossover",
      text: `Hardly any unit is seen in both arms (${share(seen.crossed)}), so nothing shows which answer in one arm goes with which in the other: what would have happened in the other arm, response types and PN, PS, PNS rest on the model's classes alone (THEORY 3.8).`,
    });
  }
  const mass = Array.from({ length: classes }, () => [0, 0, 0]);
  for (let j = 0; j < size; j++) {
    for (let k = 0; k < classes; k++) {
      const w = count[j] * r[j * classes + k];
      mass[k][0] += w * occasions.seen[0][j];
      mass[k][1] += w * occasions.seen[1][j];
      mass[k][2] += w;
    }
  }
  const say = (k: number) => `class ${k + 1}`;
  const all = Array.from({ length: classes }, (_, k) => k);
  if (!occasions.law) {
    const thin = all.filter((k) => Math.min(mass[k][0], mass[k][1]) < THIN);
    if (thin.length > 0) {
      out.push({
        id: "class-in-one-arm",
        text: `Hardly any occasion in one of the arms belongs to ${thin.map((k) => `${say(k)} (${mass[k][0].toFixed(1)} and ${mass[k][1].toFixed(1)} occasions)`).join(", ")}: what it would do there is a guess.`,
      });
    }
    const small = all.filter((k) => mass[k][2] < SMALL);
    if (small.length > 0) {
      out.push({
        id: "small-class",
        text: `Hardly any unit belongs to ${small.map((k) => `${say(k)} (${mass[k][2].toFixed(1)} units)`).join(", ")}: it is a few odd units rather than a kind. Fewer classes would do.`,
      });
    }
  }
  if (onFloor(law, floor)) {
    out.push({
      id: "class-shrunk",
      text: `A class's standard deviation stands at its least allowed value, ${floor.toPrecision(3)} (a thousandth of the outcome's): outcomes that repeat exactly, which a normal law does not fit. Read its class as the units that share that value.`,
    });
  }
  if (kind === "binary" && law.mean.some((p) => p.some((value) => value === 0 || value === 1))) {
    out.push({
      id: "certain-class",
      text: "A class has probability 0 or 1 in an arm; intervals take such a probability as known.",
    });
  }
  if (twins(law)) {
    out.push({ id: "equal-classes", text: "Two classes have the same laws; fewer classes say the same." });
  }
  return out;
}

/** Are two classes the same but for their weights? */
function twins(law: ClassLaw): boolean {
  const parts = partsOf(law).slice(1);
  for (let a = 0; a < law.classes; a++) {
    for (let b = 0; b < a; b++) {
      if (parts.every((part) => Math.abs(part[a] - part[b]) <= 1e-6 * Math.max(1e-3, Math.abs(part[a])))) return true;
    }
  }
  return false;
}
