import { decimal, type Fraction, fraction } from "./fraction.js";
import type { Exact, OracleModel, Scope } from "./model.js";

/** The models of `examples/models`, their tables written by hand. */

const at = (scope: Scope, name: string): Fraction => decimal(scope[name] as number);

const attribute = (name: string): Exact => ({ text: name, at: (scope) => at(scope, name) });

const byArm = (arm: string, one: string, zero: string): Exact => ({
  text: `${arm} == 1 ? ${one} : ${zero}`,
  at: (scope) => at(scope, scope[arm] === 1 ? one : zero),
});

const bernoulli = (name: string, parents: readonly string[], p: Exact) =>
  ({ name, parents, law: { kind: "bernoulli", p } }) as const;

export const exam: OracleModel = {
  units: [
    { name: "Strong", weight: 0.1, attributes: { p: 0.9 } },
    { name: "Middling", weight: 0.3, attributes: { p: 0.5 } },
    { name: "Weak", weight: 0.6, attributes: { p: 0.05 } },
  ],
  variables: [bernoulli("passed", [], attribute("p"))],
  listed: ["passed"],
};

export const subsidy: OracleModel = {
  units: [
    { name: "Loyal", weight: 0.2, attributes: { pt: 0.6, p0: 0.85, p1: 0.9 } },
    { name: "Sensitive", weight: 0.3, attributes: { pt: 0.5, p0: 0.2, p1: 0.7 } },
    { name: "Drifter", weight: 0.5, attributes: { pt: 0.2, p0: 0.1, p1: 0.2 } },
  ],
  variables: [
    bernoulli("subsidy", [], attribute("pt")),
    bernoulli("retained", ["subsidy"], byArm("subsidy", "p1", "p0")),
  ],
  listed: ["subsidy", "retained"],
};

const tenths = (text: string, count: (of: { u: number; X: number; Z: number }) => number): Exact => ({
  text,
  at: ({ u, X, Z }) => fraction(count({ u: Number(u), X: Number(X), Z: Number(Z) }), 10),
});

export const layers: OracleModel = {
  units: [
    { name: "u0", weight: 0.3, attributes: { u: 0 } },
    { name: "u1", weight: 0.7, attributes: { u: 1 } },
  ],
  variables: [
    bernoulli(
      "X",
      [],
      tenths("(3 + 3*u) / 10", ({ u }) => 3 + 3 * u),
    ),
    bernoulli(
      "Z",
      ["X"],
      tenths("(2 + 4*X + 2*u) / 10", ({ X, u }) => 2 + 4 * X + 2 * u),
    ),
    bernoulli(
      "Y",
      ["X", "Z"],
      tenths("(1 + 3*X + 4*Z - 2*X*Z*(1 - u) + u) / 10", ({ X, Z, u }) => 1 + 3 * X + 4 * Z - 2 * X * Z * (1 - u) + u),
    ),
  ],
  listed: ["X", "Z", "Y"],
};

export const surrogate: OracleModel = {
  units: [
    { name: "moved", weight: 0.5, attributes: { s0: 0.2, s1: 0.8, y0: 0.5, y1: 0.3 } },
    { name: "unmoved", weight: 0.5, attributes: { s0: 0.3, s1: 0.3, y0: 0.3, y1: 0.9 } },
  ],
  variables: [
    bernoulli("X", [], { text: "0.5", at: () => fraction(1, 2) }),
    bernoulli("S", ["X"], byArm("X", "s1", "s0")),
    bernoulli("Y", ["S"], byArm("S", "y1", "y0")),
  ],
  listed: ["X", "S", "Y"],
};
