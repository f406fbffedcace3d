import { defineModel } from "../../../src/model/define.js";
import type { Model } from "../../../src/model/model.js";
import type { Conjunct, Measured, Request, Subject } from "../../../src/model/request.js";
import type { Uniform } from "../../../src/num/random.js";
import type { Linear, Measure, Problem, Quantity, Test, World } from "./oracle.js";

const pick = <T>(random: Uniform, from: readonly T[]): T => from[Math.floor(random() * from.length)];
const upTo = (random: Uniform, most: number) => Math.floor(random() * (most + 1));
const list = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

/** What a random problem may contain. */
export interface Kind {
  readonly coins: boolean;
  /** Bounds in the evidence and in the measures. */
  readonly bounds: { readonly given: number; readonly asked: number };
}

function randomLinear(random: Uniform, coins: number): Linear {
  const coefficient = () => pick(random, [-2, -1, -0.5, 0, 0, 0.5, 1, 1, 2]);
  const attributes = 1 + upTo(random, 1);
  const law = () => ({ mean: pick(random, [-1, 0, 0, 2]), sd: pick(random, [0.5, 1, 2]) });
  const type = () => ({
    weight: 1 + upTo(random, 3),
    attributes: list(attributes, () => pick(random, [-1, 0, 0.5, 1, 2])),
  });
  return {
    ...(random() < 0.5 ? { attributes: list(attributes, law) } : { types: list(2 + upTo(random, 1), type) }),
    coins: list(coins, (c) => list(2 ** c, () => upTo(random, 5))),
    variables: list(2 + upTo(random, coins > 0 ? 1 : 3), (v) => ({
      constant: pick(random, [0, 0, 1, -2]),
      parents: list(v, coefficient),
      own: list(attributes, coefficient),
      jumps: list(coins, coefficient),
      sd: pick(random, [0.5, 1, 1.5]),
    })),
  };
}

/** The same model as text; what has coefficient 0 is written half of the time. */
export function modelOf({ attributes, types, coins, variables }: Linear, random: Uniform): Model {
  const term = (b: number, name: string) => (b === 0 && random() < 0.5 ? [] : [`${b} * ${name}`]);
  // A chain of choices, one for each row of the table.
  const table = (rows: readonly number[], c: number) =>
    rows.reduceRight((text, fifths, digits) => {
      const test = list(c, (k) => `C${k} == ${(digits >> k) & 1}`).join(" && ");
      return text === "" ? `${fifths} / 5` : `(${test} ? ${fifths} / 5 : ${text})`;
    }, "");
  const mean = ({ constant, parents, own, jumps }: Linear["variables"][number]) =>
    [
      String(constant),
      ...parents.flatMap((b, i) => term(b, `V${i}`)),
      ...own.flatMap((b, a) => term(b, `a${a}`)),
      ...jumps.flatMap((b, c) => term(b, `C${c}`)),
    ].join(" + ");
  const count = attributes?.length ?? types![0].attributes.length;
  const names = list(count, (a) => `a${a}`);
  const named = <T>(values: readonly T[]) => Object.fromEntries(names.map((name, a) => [name, values[a]]));
  return defineModel({
    units:
      attributes === undefined
        ? types!.map(({ weight, attributes: own }, t) => ({ name: `t${t}`, weight, ...named(own) }))
        : named(attributes.map((law) => ({ normal: law }))),
    variables: Object.fromEntries([
      ...coins.map((rows, c) => [`C${c}`, { bernoulli: table(rows, c) }]),
      ...variables.map((variable, v) => [`V${v}`, { normal: { mean: mean(variable), sd: variable.sd } }]),
    ]),
  });
}

export function randomProblem(random: Uniform, { coins, bounds }: Kind): Problem {
  const linear = randomLinear(random, coins ? 1 + upTo(random, 1) : 0);
  const [V, C] = [linear.variables.length, linear.coins.length];
  const worlds: World[] = [];
  for (let w = 1; w <= upTo(random, coins ? 1 : 2); w++) {
    const set: Record<number, World["variables"][number]> = {};
    const coinSet: Record<number, number> = {};
    for (let v = 0; v < V; v++) {
      if (random() > 0.3) continue;
      set[v] = w > 1 && random() < 0.3 ? { world: upTo(random, w - 1), variable: v } : pick(random, [-1, 0, 0.5, 1]);
    }
    for (let c = 0; c < C; c++) if (random() < 0.4) coinSet[c] = upTo(random, 1);
    worlds.push({ variables: set, coins: coinSet });
  }
  const quantity = (): Quantity =>
    linear.attributes !== undefined && random() < 0.15
      ? { attribute: upTo(random, linear.attributes.length - 1) }
      : { world: upTo(random, worlds.length), variable: upTo(random, V - 1) };
  const test = (comparisons: readonly Test["comparison"][]): Test => ({
    of: quantity(),
    comparison: pick(random, comparisons),
    value: pick(random, [-2, -1, -0.5, 0, 0.25, 1, 2]),
  });
  const coin = (): Test => ({
    of: { world: upTo(random, worlds.length), coin: upTo(random, C - 1) },
    comparison: pick(random, ["=", "!="]),
    value: upTo(random, 1),
  });
  const bound = () => test(["<", "<=", ">", ">=", "!="]);
  const someCoins = () => (C > 0 ? list(upTo(random, 2), coin) : []);
  const measures: Measure[] = [
    { kind: "mean", of: quantity() },
    { kind: "product", left: quantity(), right: quantity() },
    { kind: "probability", all: [test(["="])] },
  ];
  if (C > 0)
    measures.push({ kind: "product", left: coin().of, right: quantity() }, { kind: "probability", all: [coin()] });
  if (bounds.asked > 0) measures.push({ kind: "probability", all: [...list(bounds.asked, bound), ...someCoins()] });
  const given = [...list(upTo(random, 3), () => test(["="])), ...list(bounds.given, bound), ...someCoins()];
  return { linear, worlds, given, measures, lambda: pick(random, [0, 0.25, 1]) };
}

/** Coins are the model's first variables. */
export function requestOf({ linear, worlds, given, measures, lambda }: Problem, model: Model): Request {
  const C = linear.coins.length;
  const subject = (of: Quantity): Subject => {
    if ("attribute" in of) return { kind: "attribute", ...of };
    return { kind: "variable", world: of.world, variable: "coin" in of ? of.coin : C + of.variable };
  };
  const conjunct = ({ of, comparison, value }: Test): Conjunct => {
    return { subject: subject(of), comparison, value, text: JSON.stringify(of) };
  };
  const measured = (measure: Measure): Measured => {
    const term = (of: Quantity): Measured => ({ kind: "subject", subject: subject(of) });
    if (measure.kind === "mean") return term(measure.of);
    if (measure.kind === "probability") return { kind: "indicator", all: measure.all.map(conjunct) };
    return { kind: "arithmetic", operator: "*", left: term(measure.left), right: term(measure.right) };
  };
  const setting = (to: World["variables"][number]) =>
    typeof to === "number" ? { value: to } : { world: to.world, variable: C + to.variable };
  return {
    model,
    worlds: [{ variables: {}, coins: {} }, ...worlds].map((set) => ({
      set: new Map<number, { value: number } | { world: number; variable: number }>([
        ...Object.entries(set.variables).map(([v, to]) => [C + Number(v), setting(to)] as const),
        ...Object.entries(set.coins).map(([c, value]) => [Number(c), { value }] as const),
      ]),
      text: "",
    })),
    given: given.map(conjunct),
    measures: measures.map(measured),
    coupling: { kind: "dial", lambda },
  };
}
