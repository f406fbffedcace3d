import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/align/evaluate.js";
import { parseExpression } from "../../src/align/parse-expression.js";
import { namesOf, productOf } from "../../src/align/product.js";
import type { RecipeNumbers } from "../../src/align/recipes/recipe.js";
import { recipeNamed, recipes } from "../../src/align/recipes.js";
import type { TokenLaw } from "../../src/align/token-law.js";
import { expectNear, probabilities, vocabularyOf } from "./laws.js";

// Each recipe against its published formula, written out on arrays of logits; nothing of `src` on that side.
type Logits = readonly number[];
type Formula = (z: Readonly<Record<string, Logits>>, numbers: RecipeNumbers) => number[];

const logSumExp = (z: Logits) => Math.log(z.reduce((sum, one) => sum + Math.exp(one), 0));
const logSoftmax = (z: Logits) => z.map((one) => one - logSumExp(z));
const softmax = (z: Logits) => {
  const finite = z.map((one) => (one === -Infinity ? 0 : Math.exp(one - Math.max(...z))));
  const sum = finite.reduce((a, b) => a + b, 0);
  return finite.map((one) => one / sum);
};
/** Tokens from the likeliest on, until so much probability is reached. */
const nucleus = (z: Logits, topP: number): Set<number> => {
  const p = softmax(z);
  const kept = new Set<number>();
  let sum = 0;
  for (const token of [...p.keys()].sort((a, b) => p[b] - p[a])) {
    if (sum >= topP) break;
    kept.add(token);
    sum += p[token];
  }
  return kept;
};
const only = (score: Logits, kept: ReadonlySet<number>) => score.map((one, w) => (kept.has(w) ? one : -Infinity));

const FORMULAS: Readonly<Record<string, { readonly laws: readonly string[]; readonly formula: Formula }>> = {
  cfg: {
    laws: ["plain", "prompted"],
    formula: ({ plain, prompted }, { gamma }) => {
      const [u, c] = [logSoftmax(plain), logSoftmax(prompted)];
      return softmax(u.map((one, w) => one + gamma * (c[w] - one)));
    },
  },
  cos: {
    laws: ["context", "plain"],
    formula: ({ context, plain }, numbers) => {
      const [c, u] = [logSoftmax(context), logSoftmax(plain)];
      return softmax(c.map((one, w) => one + numbers["lambda"] * (one - u[w])));
    },
  },
  "cos-many": {
    laws: ["plain", "kid", "calm"],
    formula: ({ plain, kid, calm }, numbers) => {
      const [u, k, c] = [plain, kid, calm].map(logSoftmax);
      return softmax(u.map((one, w) => one + numbers["kid"] * (k[w] - one) + numbers["calm"] * (c[w] - one)));
    },
  },
  "linear-alignment": {
    laws: ["principle", "plain"],
    formula: ({ principle, plain }, { ratio, topP }) => {
      const z = principle.map((one, w) => (1 + ratio) * one - ratio * plain[w]);
      return softmax(only(z, nucleus(principle, topP)));
    },
  },
  contrastive: {
    laws: ["expert", "amateur"],
    formula: ({ expert, amateur }, { alpha, temperature }) => {
      const [e, a] = [softmax(expert), logSoftmax(amateur.map((one) => one / temperature))];
      const head = alpha * Math.max(...e);
      return softmax(e.map((p, w) => (p >= head ? Math.log(p) - a[w] : -Infinity)));
    },
  },
  dexperts: {
    laws: ["base", "expert", "antiexpert"],
    formula: ({ base, expert, antiexpert }, { alpha, topP }) =>
      softmax(
        only(
          base.map((z, w) => z + alpha * (expert[w] - antiexpert[w])),
          nucleus(base, topP),
        ),
      ),
  },
  "proxy-tuning": {
    laws: ["base", "tuned", "untuned"],
    formula: ({ base, tuned, untuned }, { alpha }) => softmax(base.map((z, w) => z + alpha * (tuned[w] - untuned[w]))),
  },
  "model-arithmetic": {
    laws: ["child", "adult", "magic"],
    formula: ({ child, adult, magic }, f) => {
      const [c, a, m] = [child, adult, magic].map(logSoftmax);
      const sum = f["child"] + f["adult"] + f["magic"];
      return softmax(c.map((one, w) => (f["child"] * one + f["adult"] * a[w] + f["magic"] * m[w]) / sum));
    },
  },
  pad: {
    laws: ["base", "personal"],
    formula: ({ base, personal }, { weight, top }) => {
      const best = [...base.keys()].sort((a, b) => base[b] - base[a]).slice(0, top === 0 ? base.length : top);
      // Both laws made anew on the tokens that are looked at, as their code has it.
      const on = (z: Logits) => logSoftmax(best.map((w) => z[w]));
      const [p, b] = [on(personal), on(base)];
      const score = base.map(() => -Infinity);
      best.forEach((w, k) => {
        score[w] = base[w] + weight * (p[k] - b[k]);
      });
      return softmax(score);
    },
  },
  mod: {
    laws: ["helpful", "harmless"],
    formula: ({ helpful, harmless }, numbers) => {
      const [a, b] = [helpful, harmless].map(logSoftmax);
      return softmax(a.map((one, w) => numbers["helpful"] * one + numbers["harmless"] * b[w]));
    },
  },
  genarm: {
    laws: ["base", "reward"],
    formula: ({ base, reward }, { beta }) => {
      const [b, r] = [base, reward].map(logSoftmax);
      return softmax(b.map((one, w) => one + r[w] / beta));
    },
  },
  "genarm-many": {
    laws: ["base", "helpful", "harmless"],
    formula: ({ base, helpful, harmless }, numbers) => {
      const [b, r, s] = [base, helpful, harmless].map(logSoftmax);
      return softmax(b.map((one, w) => one + numbers["helpful"] * r[w] + numbers["harmless"] * s[w]));
    },
  },
  consensus: {
    laws: ["ana", "ben"],
    formula: ({ ana, ben }, numbers) => {
      const [a, b] = [ana, ben].map(softmax);
      const pool = a.map((p, w) => p ** numbers["ana"] * b[w] ** numbers["ben"]);
      const sum = pool.reduce((x, y) => x + y, 0);
      return pool.map((p) => p / sum);
    },
  },
  mixture: {
    laws: ["ana", "ben"],
    formula: ({ ana, ben }, numbers) => {
      const [a, b] = [ana, ben].map(softmax);
      return a.map((p, w) => numbers["ana"] * p + numbers["ben"] * b[w]);
    },
  },
};

const SIZE = 12;
// On a grid, so that which token is the likelier does not hang on the last bit.
const logits = fc.array(
  fc.integer({ min: -192, max: 192 }).map((k) => k / 64),
  { minLength: SIZE, maxLength: SIZE },
);
const between = (min: number, max: number) => fc.integer({ min: min * 100, max: max * 100 }).map((k) => k / 100);
const share = (one: string, other: string) => between(0, 1).map((w) => ({ [one]: w, [other]: 1 - w }));

/** Numbers that a recipe takes, beside its defaults. */
const NUMBERS: Readonly<Record<string, fc.Arbitrary<RecipeNumbers>>> = {
  cfg: fc.record({ gamma: between(-1, 3) }),
  cos: fc.record({ lambda: between(-3, 3) }),
  "cos-many": fc.record({ kid: between(-2, 2), calm: between(-2, 2) }),
  "linear-alignment": fc.record({ ratio: between(0, 3), topP: between(0.05, 1) }),
  contrastive: fc.record({ alpha: between(0.01, 1), temperature: fc.constantFrom(0.5, 1, 1.7) }),
  dexperts: fc.record({ alpha: between(-2, 3), topP: between(0.05, 1) }),
  "proxy-tuning": fc.record({ alpha: between(-2, 2) }),
  "model-arithmetic": fc.record({ child: between(1, 2), adult: between(-0.6, 0.5), magic: between(0, 2) }),
  pad: fc.record({ weight: between(0, 2), top: fc.integer({ min: 0, max: SIZE }) }),
  mod: share("helpful", "harmless"),
  genarm: fc.record({ beta: between(0.2, 5) }),
  "genarm-many": fc.record({ helpful: between(-1, 2), harmless: between(-1, 2) }),
  consensus: share("ana", "ben"),
  mixture: share("ana", "ben"),
};

const lawOf = (z: Logits): TokenLaw => ({
  vocabulary: vocabularyOf(SIZE),
  logs: Float64Array.from(logSoftmax(z)),
  rest: -Infinity,
});

describe("recipes", () => {
  it("are all here", () => {
    expect(recipes.map(({ id }) => id).sort()).toEqual(Object.keys(FORMULAS).sort());
    expect(new Set(recipes.map(({ id }) => id)).size).toBe(recipes.length);
  });

  it.each(recipes.map(({ id }) => id))("%s is its published formula", (id) => {
    const recipe = recipeNamed(id);
    const { laws: names, formula } = FORMULAS[id];
    const table = fc.array(logits, { minLength: names.length, maxLength: names.length });
    fc.assert(
      fc.property(table, NUMBERS[id], (zs, numbers) => {
        const z = Object.fromEntries(names.map((name, k) => [name, zs[k]]));
        const laws = new Map(names.map((name) => [name, lawOf(z[name])]));
        const product = productOf(parseExpression(recipe.expression(numbers)));
        const sets = recipe.setsAt(numbers)?.(laws);
        const { law } = evaluate(product, { laws, ...(sets ? { sets } : {}) });
        expectNear(probabilities(law), formula(z, numbers));
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it("say which laws and masks they need", () => {
    for (const recipe of recipes) {
      const some = recipe.weights === undefined ? {} : { ana: 0.5, ben: 0.5 };
      const { laws, sets } = namesOf(productOf(parseExpression(recipe.expression(some))));
      expect([...laws].sort()).toEqual([...recipe.factors.map(({ name }) => name), ...Object.keys(some)].sort());
      expect(sets).toEqual(recipe.plausible === undefined ? [] : ["plausible"]);
      expect(recipe.setsAt(some) === undefined).toBe(recipe.plausible === undefined);
      for (const text of [recipe.says, recipe.formula, recipe.checked, recipe.paper.venue]) expect(text).not.toBe("");
    }
  });

  it("without a nucleus have no mask", () => {
    expect(recipeNamed("dexperts").expression({ topP: 1 })).toBe("base * (expert / antiexpert)^2");
    expect(recipeNamed("dexperts").setsAt({ topP: 1 })).toBeUndefined();
    expect(recipeNamed("pad").expression({ top: 0 })).toBe("base * (personal / base)^1");
    expect(recipeNamed("contrastive").expression()).toBe("expert / amateur * mask(plausible)");
    expect(() => recipeNamed("contrastive").setsAt()!(new Map())).toThrow(/not there/);
  });

  it("write any name of a law so that it can be read", () => {
    const names = ["my user", "mix", "a`b", "Ana"];
    const weights = Object.fromEntries(names.map((name) => [name, 0.25]));
    const { laws } = namesOf(productOf(parseExpression(recipeNamed("consensus").expression(weights))));
    expect(laws).toEqual(names);
  });

  it.each([
    ["cfg", { gama: 2 }, /no such parameter.*gama.*gamma/],
    ["cfg", { gamma: Number.NaN }, /should be a number/],
    ["genarm", { beta: 0 }, /beta is above 0/],
    ["dexperts", { topP: 1.5 }, /topP is above 0 and at most 1/],
    ["mod", {}, /needs a weight for each law/],
    ["mod", { a: 0.7, b: 0.7 }, /add up to 1.*1\.4/],
    ["consensus", { a: 1.5, b: -0.5 }, /never below 0.*b: -0\.5/],
    ["model-arithmetic", { a: 1, b: -1 }, /more than 0.*a sum of 0/],
  ])("%s refuses %o", (id, numbers, message) => {
    expect(() => recipeNamed(id).expression(numbers as unknown as RecipeNumbers)).toThrow(message);
  });

  it("stand in the page as they are here", () => {
    const path = fileURLToPath(new URL("../../docs/align.md", import.meta.url));
    const page = readFileSync(path, "utf8");
    const cell = (text: string) => text.replaceAll("|", "\\|");
    const rows = recipes.map(({ id, paper, says, weights, parameters, expression }) => {
      const some = weights === undefined ? {} : { a: 0.7, b: 0.3 };
      const numbers = parameters.map((one) => `${one.name} ${one.default}`).join(", ");
      const what = weights === undefined ? numbers : "a weight for each law";
      const first = paper.authors.split(", ")[0];
      return `| \`${id}\` | ${cell(says)} | \`${cell(expression(some))}\` | ${what} | ${first}${paper.authors.includes(",") ? " et al." : ""}, ${paper.venue} |`;
    });
    const table = ["| id | for | expression | numbers | paper |", "|---|---|---|---|---|", ...rows].join("\n");
    const marked = `<!-- recipes -->\n${table}\n<!-- /recipes -->`;
    if (process.env["UPDATE_DOCS"] === "1") {
      writeFileSync(
        path,
        page.replace(/<!-- recipes -->.*<!-- \/recipes -->/s, () => marked),
      );
    } else expect(page).toContain(marked);
  });

  it("of no such name are refused", () => {
    expect(() => recipeNamed("magic")).toThrow(/none of this name.*magic.*cfg/);
  });
});
