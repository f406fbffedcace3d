import type { Graph } from "../../graph/graph.js";
import { printName, printValue } from "../../query/print.js";
import type { Value } from "../../query/question.js";
import type { Coin, Leaf, Product, Sum } from "./bits.js";
import { areCodes, weightsOf } from "./chance.js";
import type { Told, ToldNode } from "./told.js";

/** A model as a model file (DESIGN 4.1): coins are variables with a law, mechanisms are `equals`. */
export function modelFile(
  graph: Graph,
  { coins, nodes }: Told,
  names: ReadonlyMap<Coin, string>,
  about: string,
): Readonly<Record<string, unknown>> {
  const valuesOf = new Map(nodes.map(({ node, values }) => [node, values]));
  const scope: Scope = {
    coin: (coin) => printName(names.get(coin)!),
    node: (node) => ({ name: printName(graph.nodes[node].name), values: valuesOf.get(node)! }),
  };
  const laws = [
    ...coins.map((coin): [string, object] => [names.get(coin)!, { bernoulli: coin.odds }]),
    ...nodes.map((one): [string, object] => [graph.nodes[one.node].name, lawOf(one, scope)]),
  ];
  // Not by assignment: a variable may be called __proto__.
  return { disco: 1, about, coupling: 1, variables: Object.fromEntries(laws) };
}

interface Scope {
  readonly coin: (coin: Coin) => string;
  readonly node: (node: number) => { readonly name: string; readonly values: readonly Value[] };
}

function lawOf({ how, values }: ToldNode, scope: Scope): object {
  if ("bits" in how) {
    const bits = how.bits.map((sum) => sumText(sum, how.own, scope));
    return { equals: bits.length === 1 && areCodes(values) ? bits[0] : codeText(bits, values) };
  }
  const { odds } = how;
  if (areBits(values)) return { bernoulli: odds[0] };
  return { categorical: { values, weights: weightsOf({ odds, values }) } };
}

function areBits(values: readonly Value[]): boolean {
  return values.length === 2 && areCodes(values);
}

/** The value whose code has these bits: `(a) + 2*(b)`, or chosen bit by bit. */
function codeText(bits: readonly string[], values: readonly Value[]): string {
  if (areCodes(values)) return bits.map((bit, i) => `${i === 0 ? "" : `${2 ** i}*`}(${bit})`).join(" + ");
  const choose = (left: number, code: number): string => {
    if (left < 0) return valueText(values[code]);
    const [yes, no] = [choose(left - 1, code + 2 ** left), choose(left - 1, code)];
    return `(${bits[left]}) ? ${left === 0 ? yes : `(${yes})`} : ${no}`;
  };
  return choose(bits.length - 1, 0);
}

/** In expressions, labels are quoted also where questions need no quotes. */
function valueText(value: Value): string {
  if (typeof value === "number") return printValue(value);
  const text = printValue(value);
  return text.startsWith('"') ? text : `"${text}"`;
}

/** `a != b` is the xor of bits; comparisons do not chain. */
function sumText(sum: Sum, own: Sum, scope: Scope): string {
  if (sum.length === 0) return "0";
  return sum
    .map((product) => productText(product, own, scope, sum.length === 1))
    .reduce((one, other, i) => `${i === 1 ? one : `(${one})`} != ${other}`);
}

function productText(product: Product, own: Sum, scope: Scope, isAlone: boolean): string {
  const text = product.map((leaf) => leafText(leaf, own, scope)).join(" && ");
  return product.length === 1 || isAlone ? text : `(${text})`;
}

function leafText(leaf: Leaf, own: Sum, scope: Scope): string {
  if ("own" in leaf) return `(${sumText(own, [], scope)})`;
  if ("coin" in leaf) return scope.coin(leaf.coin);
  const { name, values } = scope.node(leaf.node);
  if (areBits(values)) return name;
  const ones = values.filter((_, code) => ((code >> leaf.bit) & 1) === 1);
  return `(${ones.map((value) => `${name} == ${valueText(value)}`).join(" || ")})`;
}
