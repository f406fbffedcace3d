import { expect, it } from "vitest";
import { parseExpression } from "../../../src/model/expression/parse.js";
import { checkModel } from "../../../src/model/file/read.js";
import { uniformStream } from "../../../src/num/random.js";
import { pick } from "../expression/mangle.js";
import { naive } from "../expression/naive.js";

type Law =
  | { readonly bernoulli: string }
  | { readonly equals: string }
  | { readonly normal: { readonly mean: string; readonly sd: string } }
  | { readonly categorical: { readonly values: readonly number[]; readonly weights: readonly string[] } };

interface Unit {
  readonly name: string;
  readonly u: number;
  readonly w: number;
}

type Values = Readonly<Record<string, number>>;

/** The oracle: does the law of `variable` fail for some unit, at values of its ancestors that have positive probability together? */
function fails(variable: string, variables: Readonly<Record<string, Law>>, units: readonly Unit[]): boolean {
  const before = (name: string): string[] => {
    const parents = Object.keys(variables).filter((other) => JSON.stringify(variables[name]).includes(other));
    return [...new Set([...parents.flatMap(before), ...parents])];
  };
  const ancestors = before(variable);
  const reached = (values: Values, left: readonly string[]): boolean => {
    const [next, ...others] = left;
    if (next === undefined) return outcomes(variables[variable], values) === undefined;
    return (outcomes(variables[next], values) ?? []).some((value) => reached({ ...values, [next]: value }, others));
  };
  return units.some(({ u, w }) => reached({ u, w }, ancestors));
}

/** Values of positive probability; undefined when there is no such law. */
function outcomes(law: Law, values: Values): readonly number[] | undefined {
  const of = (text: string) => naive(parseExpression(text), (name) => values[name]);
  if ("bernoulli" in law) {
    const p = of(law.bernoulli);
    return p >= 0 && p <= 1 ? [0, 1].filter((y) => (y === 1 ? p > 0 : p < 1)) : undefined;
  }
  if ("equals" in law) return Number.isFinite(of(law.equals)) ? [of(law.equals)] : undefined;
  if ("normal" in law)
    return Number.isFinite(of(law.normal.mean)) && of(law.normal.sd) > 0 && of(law.normal.sd) < Infinity
      ? []
      : undefined;
  const weights = law.categorical.weights.map(of);
  const fine = weights.every((weight) => weight >= 0 && weight < Infinity) && weights.some((weight) => weight > 0);
  return fine ? law.categorical.values.filter((_, i) => weights[i] > 0) : undefined;
}

it("finds a failing law exactly where going through all cases finds one", () => {
  const random = uniformStream(99);
  let [defective, fine] = [0, 0];
  for (let i = 0; i < 3000; i++) {
    const units = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, j) => ({
      name: `unit${j}`,
      u: pick(random, [0, 0.5, 1]),
      w: pick(random, [0, 1, 2]),
    }));
    const names = ["A", "B", "C", "D", "F"].slice(0, 2 + Math.floor(random() * 4));
    const laws: Record<string, Law> = {};
    names.forEach((name, j) => {
      const atom = () => pick(random, [...names.slice(0, j), ...names.slice(0, j), "u", "w", "0", "1", "0.5", "2"]);
      const text = (): string =>
        pick(random, [
          () => atom(),
          () => `${atom()}*${atom()}`,
          () => `1 - ${atom()}`,
          () => `(${atom()} + ${atom()})/2`,
          () => `${atom()} == ${atom()} ? ${atom()} : ${atom()}`,
          () => `${atom()}/${atom()}`,
          () => `${atom()} - ${atom()}*${atom()}`,
          () => `abs(${atom()} - ${atom()})`,
        ])();
      laws[name] = pick<() => Law>(random, [
        () => ({ bernoulli: text() }),
        () => ({ bernoulli: text() }),
        () => ({ equals: text() }),
        () => ({ categorical: { values: [0, 1, 2], weights: [text(), text(), atom()] } }),
        // Nothing stands below a continuous variable here: its children are searched, not gone through.
        () => (j === names.length - 1 ? { normal: { mean: text(), sd: text() } } : { bernoulli: text() }),
      ])();
    });
    const expected = names.filter((name) => fails(name, laws, units));
    const places = checkModel(JSON.stringify({ disco: 1, units, variables: laws })).map(
      ({ place }) => place.split(".")[1],
    );
    expect([...new Set(places)], JSON.stringify({ units, laws })).toEqual(expected);
    if (expected.length > 0) defective++;
    else fine++;
  }
  expect(defective).toBeGreaterThan(500);
  expect(fine).toBeGreaterThan(500);
});
