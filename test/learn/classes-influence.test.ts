// Averages over classes and what each unit moves in them: against refits with one pattern weighing a little more, and finite differences.
import { describe, expect, it } from "vitest";
import { classAverages } from "../../src/learn/classes/averages.js";
import { climb, type EmOptions } from "../../src/learn/classes/em.js";
import { informationOf } from "../../src/learn/classes/information.js";
import type { ClassLaw } from "../../src/learn/classes/law.js";
import { type Occasions, occasionsOf } from "../../src/learn/classes/occasions.js";
import { posterior } from "../../src/learn/classes/posterior.js";
import { latentClasses } from "../../src/learn/classes.js";
import { normalStream, uniformStream } from "../../src/num/random.js";
import { drawPanel } from "../support/class-panels.js";
import { type Row, sampleOf, subsidy } from "../support/samples.js";

function numericPanel(units: number): ReturnType<typeof sampleOf> {
  const uniform = uniformStream(31);
  const normal = normalStream(uniform);
  const rows: Row[] = [];
  for (let unit = 0; unit < units; unit++) {
    const high = uniform() < 0.4;
    for (let k = 0; k < 5; k++) {
      const t = uniform() < 0.5 ? 1 : 0;
      rows.push({ w: {}, t, y: (high ? 4 + 2 * t : t) + (1 + 0.5 * t) * normal(), unit });
    }
  }
  return sampleOf(rows, { numeric: true });
}

/** Sums of the terms, from scratch: units x classes. */
function plainTotals(occasions: Occasions, law: ClassLaw): number[] {
  const r = new Float64Array(occasions.size * law.classes);
  posterior(occasions, law, r);
  return TERMS.map(({ arm, of }) => {
    let total = 0;
    for (let j = 0; j < occasions.size; j++) {
      for (let k = 0; k < law.classes; k++) {
        const [sd0, sd1] = law.sd ? [law.sd[0][k], law.sd[1][k]] : [0, 0];
        const value = of({ mean0: law.mean[0][k], mean1: law.mean[1][k], sd0, sd1 });
        total += occasions.count[j] * occasions.seen[arm][j] * r[j * law.classes + k] * value;
      }
    }
    return total;
  });
}

interface Means {
  readonly mean0: number;
  readonly mean1: number;
  readonly sd0: number;
  readonly sd1: number;
}

const TERMS: readonly { arm: 0 | 1; of: (m: Means) => number }[] = [
  { arm: 1, of: () => 1 },
  { arm: 1, of: ({ mean1 }) => mean1 },
  { arm: 1, of: ({ mean1 }) => mean1 ** 2 },
  { arm: 0, of: ({ mean1, mean0 }) => mean1 * mean0 },
  { arm: 1, of: ({ mean1, mean0, sd1 }) => mean1 ** 2 * mean0 + sd1 ** 2 },
];

for (const [name, sample, arms] of [
  ["two-valued, arms by class", drawPanel({ kinds: subsidy }, 800, 8, 41), "by-class"],
  ["two-valued, arms at random", drawPanel({ kinds: subsidy }, 800, 8, 41), "at-random"],
  ["numeric", numericPanel(150), "by-class"],
] as const) {
  describe(`influence (${name})`, () => {
    const fit = latentClasses(sample, { classes: 2, arms });
    const { occasions } = fit;
    const options: EmOptions = { arms, steps: 20_000, tolerance: 1e-13, floor: 1e-6, spread: 1 };
    const { law } = climb(occasions, fit.law, options);
    const r = new Float64Array(occasions.size * 2);
    posterior(occasions, law, r);
    const terms = TERMS.map(({ arm, of }) => ({ times: occasions.seen[arm], of }));
    const averages = classAverages(occasions, law, r, arms === "by-class", terms);

    it("adds up what the classes say", () => {
      plainTotals(occasions, law).forEach((total, z) => {
        expect(averages.total[z]).toBeCloseTo(total, 8);
      });
      expect(averages.blind).toBe(0);
    });

    it("is what a unit more of the same kind moves, the classes fitted anew", () => {
      const every = Math.max(1, Math.floor(occasions.size / 12));
      for (let j = 0; j < occasions.size; j += every) {
        const h = 1e-3;
        const [up, down] = [h, -h].map((by) => {
          const count = Float64Array.from(occasions.count);
          count[j] += by;
          const units = occasions.units + by;
          const rows = occasions.rows + by * (occasions.seen[0][j] + occasions.seen[1][j]);
          const changed = { ...occasions, count, units, rows };
          return plainTotals(changed, climb(changed, law, options).law);
        });
        TERMS.forEach((_, z) => {
          const slope = (up[z] - down[z]) / (2 * h);
          const claimed = averages.byPattern[j * TERMS.length + z];
          expect(Math.abs(claimed - slope)).toBeLessThan(2e-4 * (1 + Math.abs(slope)));
        });
      }
    });
  });
}

describe("scores", () => {
  it("add up to zero at the maximum", () => {
    const sample = numericPanel(150);
    const fit = latentClasses(sample, { classes: 2 });
    const { scores, places, blind } = informationOf(fit.occasions, fit.law, fit.byPattern, true);
    expect(blind).toBe(0);
    for (let c = 0; c < places.size; c++) {
      let sum = 0;
      let square = 0;
      for (let j = 0; j < fit.occasions.size; j++) {
        sum += fit.occasions.count[j] * scores[j * places.size + c];
        square += scores[j * places.size + c] ** 2;
      }
      expect(square).toBeGreaterThan(1);
      expect(Math.abs(sum)).toBeLessThan(1e-4 * Math.sqrt(square));
    }
  });

  it("know what they are blind to: a class never seen in an arm", () => {
    const rows: Row[] = [];
    for (let unit = 0; unit < 120; unit++) {
      const lone = unit < 40;
      for (let k = 0; k < 12; k++) {
        const t = lone || k % 2 === 1 ? 1 : 0;
        rows.push({ w: {}, t, y: lone ? (k < 11 ? 1 : 0) : k % 5 === unit % 5 ? 1 : 0, unit });
      }
    }
    const fit = latentClasses(sampleOf(rows), { classes: 2 });
    const { blind } = informationOf(fit.occasions, fit.law, fit.byPattern, true);
    expect(blind).toBeGreaterThan(0);
    expect(occasionsOf(sampleOf(rows)).units).toBe(120);
  });
});
