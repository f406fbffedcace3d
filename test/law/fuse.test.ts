import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Bernoulli, bernoulli, bernoulliFromLogOdds } from "../../src/law/bernoulli.js";
import { beta } from "../../src/law/beta.js";
import { type Categorical, categorical, softmax, uniformOver } from "../../src/law/categorical.js";
import { cauchy } from "../../src/law/cauchy.js";
import { empirical } from "../../src/law/empirical.js";
import { type Fusible, fuse, fusePowers, inverse, power } from "../../src/law/fuse.js";
import { gamma } from "../../src/law/gamma.js";
import { entropy } from "../../src/law/information.js";
import { type Law, logDensity, outcomesOf } from "../../src/law/law.js";
import { mix } from "../../src/law/mix.js";
import { normal } from "../../src/law/normal.js";
import { uniform } from "../../src/law/uniform.js";
import { halfLine, integral, interval, real, type Variable } from "./oracle.js";

const VALUES = ["a", "b", "c", "d"];
const scores = fc.array(fc.double({ min: -400, max: 400, noNaN: true }), { minLength: 4, maxLength: 4 });
/** Positive laws, most of them far too uneven for probabilities: 1e-300 and less. */
const finite = scores.map((s) => softmax(VALUES, s));
const weights = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });
const number = fc.double({ min: -3, max: 3, noNaN: true });
const runs = { seed: 11, numRuns: 200 };

/** Largest difference of log probabilities, or of log odds. */
function apart(a: Law, b: Law): number {
  const [p, q] = [outcomesOf(a)!, outcomesOf(b)!];
  return Math.max(...p.values.map((x, i) => Math.abs(p.logs[i] - q.logs[q.values.indexOf(x)])));
}
const same = (a: Law, b: Law, scale = 4000) => expect(apart(a, b)).toBeLessThan(1e-13 * scale);

describe("fusion is an Abelian group on positive laws (THEORY 6.2)", () => {
  const check = <L extends Fusible>(laws: fc.Arbitrary<L>, identity: L) =>
    fc.assert(
      fc.property(laws, laws, laws, (a, b, c) => {
        const and = fuse as (...all: Fusible[]) => Fusible;
        same(and(a, b), and(b, a));
        same(and(and(a, b), c), and(a, and(b, c)));
        same(and(a, b, c), and(and(c, a), b));
        same(and(a, identity), a);
        same(and(a, inverse(a)), identity);
        same(inverse(inverse(a)), a);
        same(and(and(a, b), inverse(b)), a);
      }),
      runs,
    );

  it("of categorical laws", () => check<Categorical>(finite, uniformOver(VALUES)));
  it("of Bernoulli laws", () =>
    check<Bernoulli>(fc.double({ min: -400, max: 400, noNaN: true }).map(bernoulliFromLogOdds), bernoulli(0.5)));

  it("in any order, and whatever the order of the outcomes", () => {
    fc.assert(
      fc.property(fc.array(finite, { minLength: 2, maxLength: 6 }), fc.infiniteStream(fc.nat()), (laws, numbers) => {
        const shuffle = <T>(list: readonly T[]) =>
          list.map((one) => [numbers.next().value, one] as const).sort((a, b) => a[0] - b[0]);
        const shuffled = shuffle(laws).map(([, law]) => {
          const order = shuffle(law.values.map((_, i) => i)).map(([, i]) => i);
          return softmax(
            order.map((i) => law.values[i]),
            order.map((i) => law.logProbabilities[i]),
          );
        });
        same(fuse(laws[0], ...laws.slice(1)), fuse(shuffled[0], ...shuffled.slice(1)), 8000);
      }),
      runs,
    );
  });

  it("is the product, normalised", () => {
    fc.assert(
      fc.property(weights, weights, (p, q) => {
        const products = p.map((weight, i) => weight * q[i]);
        const sum = products.reduce((a, b) => a + b, 0);
        const { probabilities } = fuse(categorical(VALUES, p), categorical(VALUES, q));
        for (const i of VALUES.keys()) expect(probabilities[i]).toBeCloseTo(products[i] / sum, 14);
      }),
      runs,
    );
  });
});

describe("powers make it a vector space (THEORY 6.4)", () => {
  it("scalars distribute over laws and over each other", () => {
    fc.assert(
      fc.property(finite, finite, number, number, (a, b, s, t) => {
        same(power(power(a, s), t), power(a, s * t), 2e4);
        same(fuse(power(a, s), power(a, t)), power(a, s + t), 2e4);
        same(power(fuse(a, b), s), fuse(power(a, s), power(b, s)), 2e4);
        same(fusePowers([a, b], [s, t]), fuse(power(a, s), power(b, t)), 2e4);
        same(power(a, 1), a);
        same(power(a, 0), uniformOver(VALUES));
      }),
      runs,
    );
  });

  it("and a temperature is a power", () => {
    fc.assert(
      fc.property(scores, fc.double({ min: 0.1, max: 10, noNaN: true }), (r, temperature) => {
        same(softmax(VALUES, r, { temperature }), power(softmax(VALUES, r), 1 / temperature), 2e4);
      }),
      runs,
    );
  });

  it("but it is not idempotent: a source given twice is counted twice", () => {
    fc.assert(
      fc.property(weights, (w) => {
        const law = categorical(VALUES, w);
        same(fuse(law, law), power(law, 2));
        expect(entropy(fuse(law, law))).toBeLessThanOrEqual(entropy(law) + 1e-14);
      }),
      runs,
    );
    expect(fuse(bernoulli(0.8), bernoulli(0.8)).p).toBeCloseTo(16 / 17, 14);
  });
});

describe("posteriors that share a prior (THEORY 6.6)", () => {
  it("fuse to the posterior given all evidence, as Bayes has it", () => {
    fc.assert(
      fc.property(weights, fc.array(weights, { minLength: 0, maxLength: 5 }), (p, likelihoods) => {
        const prior = categorical(VALUES, p);
        const posteriors = likelihoods.map((l) =>
          categorical(
            VALUES,
            l.map((one, i) => one * p[i]),
          ),
        );
        const joint = p.map((one, i) => likelihoods.reduce((product, l) => product * l[i], one));
        const evidence = joint.reduce((a, b) => a + b, 0);
        const { probabilities } = fuse(posteriors, { prior });
        for (const i of VALUES.keys()) expect(probabilities[i]).toBeCloseTo(joint[i] / evidence, 12);
      }),
      runs,
    );
  });

  it("in families too: normal measurements, successes and failures, waiting times", () => {
    // Posterior of a normal mean after measurements y of variance v, by Bayes: precision 1/t + n/v.
    const bayes = (ys: readonly number[]) => {
      const precision = 1 / 4 + ys.length / 9;
      return normal((2 / 4 + ys.reduce((a, b) => a + b, 0) / 9) / precision, Math.sqrt(1 / precision));
    };
    const all = fuse([bayes([1, 5]), bayes([-3])], { prior: bayes([]) });
    expect(all.mean).toBeCloseTo(bayes([1, 5, -3]).mean, 13);
    expect(all.sd).toBeCloseTo(bayes([1, 5, -3]).sd, 13);
    expect(fuse([beta(2 + 3, 5 + 1), beta(2 + 0, 5 + 4)], { prior: beta(2, 5) })).toEqual(beta(5, 10));
    expect(fuse([gamma(3 + 1, 2 + 7), gamma(3 + 1, 2 + 5)], { prior: gamma(3, 2) })).toEqual(gamma(5, 14));
    const [p1, p2, prior] = [0.9, 0.7, 0.2].map(bernoulli);
    const odds = (9 * (7 / 3)) / (1 / 4);
    expect(fuse([p1, p2], { prior }).p).toBeCloseTo(odds / (1 + odds), 14);
  });

  it("with one posterior give it back, and with none the prior", () => {
    const [prior, posterior] = [categorical(VALUES, [1, 2, 3, 4]), categorical(VALUES, [4, 3, 2, 1])];
    same(fuse([posterior], { prior }), posterior);
    same(fuse([] as Categorical[], { prior }), prior);
  });

  it("may leave out what the prior rules out", () => {
    const prior = categorical(VALUES, [2, 1, 1, 0]);
    const posteriors = [categorical(VALUES, [2, 2, 1, 0]), categorical(VALUES, [0, 1, 1, 0])];
    const all = fuse(posteriors, { prior });
    expect(all.zeros).toEqual(["a", "d"]);
    expect(all.probabilities[1]).toBeCloseTo(2 / 3, 14);
  });
});

describe("families in closed form are the normalised product of densities (THEORY 6.5)", () => {
  const pairs: readonly (readonly [Fusible, Fusible, Variable])[] = [
    [normal(0, 2), normal(3, 1), real(2, 1)],
    [normal(1e6, 1), normal(1e6 + 3, 2), real(1e6, 1)],
    [beta(2, 3), beta(1.5, 4), interval(0, 1)],
    [gamma(2, 3), gamma(1.5, 0.2), halfLine(0, 1)],
    [uniform(0, 2), uniform(1, 5), interval(1, 2)],
    [cauchy(0, 1), cauchy(2, 3), real(0, 1)],
  ];
  it.each(pairs)("%j and %j", (a, b, over) => {
    const product = (x: number) => Math.exp(logDensity<Law>(a, x) + logDensity<Law>(b, x));
    const mass = integral(product, over);
    const both = fuse<Fusible>(a, b);
    for (const t of [-1, -0.2, 0.1, 0.7]) {
      const [x] = over(t);
      expect(Math.exp(logDensity<Law>(both, x)) / (product(x) / mass)).toBeCloseTo(1, 9);
    }
  });

  it("undo one another by powers", () => {
    const whole = fuse(normal(0, 2), normal(3, 1));
    const rest = fusePowers([whole, normal(3, 1)], [1, -1]);
    expect([rest.mean, rest.sd]).toEqual([expect.closeTo(0, 12), expect.closeTo(2, 12)]);
    expect(power(gamma(3, 2), 2)).toEqual(gamma(5, 4));
    expect(power(beta(3, 2), 0.5)).toEqual(beta(2, 1.5));
    expect(inverse(beta(1.5, 1.2))).toEqual(beta(0.5, 0.8));
    expect(fuse(gamma(3, 2))).toEqual(gamma(3, 2));
  });
});

describe("zeros", () => {
  const certain = categorical(VALUES, [0, 1, 1, 0]);
  const doubtful = categorical(VALUES, [1, 0, 2, 3]);

  it("stay, and are said", () => {
    const both = fuse(certain, doubtful);
    expect(both.zeros).toEqual(["a", "b", "d"]);
    expect(both.probabilities).toEqual([0, 0, 1, 0]);
    expect(power(certain, 3).zeros).toEqual(["a", "d"]);
    expect(power(certain, 0).probabilities).toEqual([0, 0.5, 0.5, 0]);
    expect(fuse(bernoulli(1), bernoulli(0.2))).toEqual(bernoulli(1));
  });

  it("are not what has merely become too small to see", () => {
    const tiny = fuse(softmax(VALUES, [0, -500, 0, 0]), softmax(VALUES, [0, -500, 0, 0]));
    expect(tiny.probabilities[1]).toBe(0);
    expect(tiny.zeros).toEqual([]);
    expect(fuse(tiny, softmax(VALUES, [0, 1000, 0, 0])).probabilities[1]).toBeCloseTo(0.25, 12);
    const sure = fuse(bernoulliFromLogOdds(60), bernoulliFromLogOdds(60));
    expect(sure.p).toBe(1);
    expect(fuse(sure, bernoulliFromLogOdds(-120)).p).toBe(0.5);
  });
});

describe("finite laws of different kinds", () => {
  it("fuse when they have the same outcomes", () => {
    const law = fuse<Bernoulli | Categorical>(categorical([0, 1], [1, 3]), bernoulli(0.5));
    expect(law).toMatchObject({
      kind: "categorical",
      probabilities: [expect.closeTo(0.25, 14), expect.closeTo(0.75, 14)],
    });
    const { probabilities } = fuse(empirical([1, 2, 2]), empirical([1, 1, 2]));
    expect(probabilities).toEqual([expect.closeTo(0.5, 14), expect.closeTo(0.5, 14)]);
  });
});

describe("mixing is another thing", () => {
  it("averages finite laws, over the outcomes of any of them", () => {
    const law = mix([categorical(["a", "b"], [1, 1]), categorical(["b", "c"], [1, 3])], [1, 3]);
    expect(law.values).toEqual(["a", "b", "c"]);
    const wanted = [1 / 8, 1 / 8 + 3 / 16, 9 / 16];
    for (const i of wanted.keys()) expect(law.probabilities[i]).toBeCloseTo(wanted[i], 15);
    expect(mix([bernoulli(0.2), bernoulli(0.8)], [0.25, 0.75]).p).toBeCloseTo(0.65, 15);
    expect(mix([bernoulli(0.2), bernoulli(0)], [0, 1]).logOdds).toBe(-Infinity);
  });

  it("flattens mixtures and leaves out what has no weight", () => {
    const inner = mix([normal(0, 1), normal(1, 1)], [1, 1]);
    const law = mix<Law>([inner, normal(5, 1), cauchy(0, 1)], [1, 1, 0]);
    expect(law).toEqual({
      kind: "mixture",
      parts: [normal(0, 1), normal(1, 1), normal(5, 1)],
      weights: [0.25, 0.25, 0.5],
    });
  });
});

describe("what cannot be fused is said", () => {
  const said = (f: () => unknown) => {
    try {
      f();
    } catch (error) {
      return String(error);
    }
    return "nothing";
  };
  const ab = categorical(["a", "b"], [1, 2]);

  it("in words", () => {
    expect(said(() => fuse(ab, categorical(["a", "B"], [1, 1])))).toMatchInlineSnapshot(
      `"DiscoError: fuse: the laws are not about the same outcomes (given: only law 2 has "B"; law 2 lacks "b"); give every law the same outcomes, an impossible one with weight 0"`,
    );
    expect(said(() => fuse([ab], { prior: categorical(["a"], [1]) }))).toMatchInlineSnapshot(
      `"DiscoError: fuse: the laws are not about the same outcomes (given: the prior lacks "b"); give every law the same outcomes, an impossible one with weight 0"`,
    );
    expect(
      said(() => fuse(categorical(VALUES, [1, 1, 0, 0]), categorical(VALUES, [0, 0, 1, 1]))),
    ).toMatchInlineSnapshot(
      `"DiscoError: fuse: the supports are disjoint: no outcome is possible under all laws (given: law 1 allows "a", "b"; law 2 allows "c", "d"); check the laws: one of them must be wrong about what is impossible"`,
    );
    expect(said(() => fuse(bernoulli(1), bernoulli(0)))).toMatchInlineSnapshot(
      `"DiscoError: fuse: the supports are disjoint: no outcome is possible under all laws (given: law 1 allows 1; law 2 allows 0); check the laws: one of them must be wrong about what is impossible"`,
    );
    expect(said(() => inverse(categorical(VALUES, [1, 1, 0, 1])))).toMatchInlineSnapshot(
      `"DiscoError: inverse: an outcome has probability zero under law 1, and what is zero has no inverse (given: "c"); leave the outcome out of all laws, or give it the probability you believe in"`,
    );
    expect(said(() => fuse([ab, ab], { prior: categorical(["a", "b"], [1, 0]) }))).toMatchInlineSnapshot(
      `"DiscoError: fuse: law 1 gives probability to an outcome that is impossible under the prior: it is not a posterior of this prior (given: "b"); name the prior that the posteriors were made from"`,
    );
    expect(said(() => inverse(normal(0, 2)))).toMatchInlineSnapshot(
      `"DiscoError: inverse: the result is not a normal law: the precisions 1/sd^2 add up to -0.25, and must be above 0 (given: -1 x 0.25); to take a law out of another use fusePowers([whole, part], [1, -1]); take no more than is there"`,
    );
    expect(said(() => fuse([normal(0, 3), normal(0, 3)], { prior: normal(0, 2) }))).toMatchInlineSnapshot(
      `"DiscoError: fuse: the result is not a normal law: the precisions 1/sd^2 add up to -0.0277778, and must be above 0 (given: 1 x 0.111111 + 1 x 0.111111 + -1 x 0.25); to take a law out of another use fusePowers([whole, part], [1, -1]); take no more than is there"`,
    );
    expect(said(() => inverse(beta(3, 0.5)))).toMatchInlineSnapshot(
      `"DiscoError: inverse: the result is not a beta law: its parameters would be a = -1 and b = 1.5, and must be above 0 (given: beta(3, 0.5)^-1); to take a law out of another use fusePowers([whole, part], [1, -1]); take no more than is there"`,
    );
    expect(said(() => inverse(gamma(3, 2)))).toMatchInlineSnapshot(
      `"DiscoError: inverse: the result is not a gamma law: its shape would be -1 and its rate -2, and both must be above 0 (given: gamma(3, 2)^-1); to take a law out of another use fusePowers([whole, part], [1, -1]); take no more than is there"`,
    );
    expect(said(() => fuse(uniform(0, 1), uniform(2, 3)))).toMatchInlineSnapshot(
      `"DiscoError: fuse: the supports are disjoint: nothing is possible under all laws (given: [0, 1], [2, 3]); check the laws"`,
    );
    expect(said(() => inverse(uniform(0, 1)))).toMatchInlineSnapshot(
      `"DiscoError: inverse: a uniform law is zero outside its interval, and what is zero has no inverse (given: [0, 1]); use positive powers only"`,
    );
    expect(said(() => power(cauchy(0, 1), 0.5))).toMatchInlineSnapshot(
      `"DiscoError: power: the result is not a law: the powers of the Cauchy laws add up to 0.5, and must be above 1/2 (given: 0.5); to take a law out of another use fusePowers([whole, part], [1, -1]); take no more than is there"`,
    );
    expect(said(() => fuse<Fusible>(normal(0, 1), cauchy(0, 1)))).toMatchInlineSnapshot(
      `"DiscoError: fuse: there is no closed form for this product (given: normal, cauchy); fuse laws of one family (normal, beta, gamma, uniform, Cauchy), or finite laws; a mixture part by part"`,
    );
    expect(said(() => fuse(...([[ab, ab]] as unknown as [Categorical])))).toMatchInlineSnapshot(
      `"DiscoError: fuse: a list of laws was given, but not what they share (given: 2 laws); name it, fuse(laws, { prior }), or write fuse(a, b, ...) if they share nothing"`,
    );
    expect(said(() => fuse(ab, { prior: ab } as unknown as Categorical))).toMatchInlineSnapshot(
      `"DiscoError: law: this is not a law (given: {"prior":{"kind":"categorical","values":); make one, for instance normal(0, 1)"`,
    );
    expect(said(() => fusePowers([ab], [1, 2]))).toMatchInlineSnapshot(
      `"DiscoError: fusePowers: laws and powers differ in number (given: 1 and 2); give one power for each law"`,
    );
    expect(said(() => power(ab, Number.NaN))).toMatchInlineSnapshot(
      `"DiscoError: power: a power is not a finite number (given: NaN); give finite numbers"`,
    );
    expect(said(() => fusePowers([] as Categorical[], []))).toMatchInlineSnapshot(
      `"DiscoError: fusePowers: there is nothing to fuse (given: no laws); give at least one law"`,
    );
    expect(said(() => mix<Law>([ab, normal(0, 1)], [1, 1]))).toMatchInlineSnapshot(
      `"DiscoError: mix: some laws are finite and others have a density (given: categorical, normal); mix one sort or the other"`,
    );
    expect(said(() => mix([ab, ab], [1]))).toMatchInlineSnapshot(
      `"DiscoError: mix: laws and weights differ in number (given: 2 and 1); give one weight for each law"`,
    );
    expect(said(() => mix([ab, ab], [1, -1]))).toMatchInlineSnapshot(
      `"DiscoError: mix: a weight is negative or not a finite number (given: -1); give weights of 0 or more"`,
    );
    expect(said(() => mix([ab, ab], [0, 0]))).toMatchInlineSnapshot(
      `"DiscoError: mix: no weight is positive (given: 0, 0); let at least one law have a positive weight"`,
    );
  });
});
