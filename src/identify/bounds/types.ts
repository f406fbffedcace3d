import type { Branch, Constraints } from "./constraints.js";
import type { Response } from "./functional.js";
import { type Limits, ranOutOfTime, tooManyTypes } from "./limits.js";
import { placeOf, type Space } from "./space.js";

/** A node that never goes down (`rises`), or never up, when one of its causes goes up and the others stay. */
export interface Monotone {
  readonly node: number;
  readonly cause: number;
  readonly rises: boolean;
}

/** A product of the question's top, its bottom, or both. */
export interface Gain {
  readonly responses: readonly Response[];
  readonly top: number;
  readonly bottom: number;
}

/** Response types that the law and the question do not tell apart: one column of the program. */
export interface Column {
  /** For each input, the row of it that such a type adds to. */
  readonly rows: Int32Array;
  /** What it adds to the question. */
  readonly top: number;
  readonly bottom: number;
  /** What one of the types does, as far as it makes a difference. */
  readonly responses: readonly Response[];
}

/** Types looked at for each that is kept, at most. */
const LOOKED_AT = 10;

/** Inputs times nodes, at most, in one law: it is how deep functions call each other. */
const DEEPEST = 1000;

/**
 * Response types (A. Balke and J. Pearl, JASA 92, 1997): what each node does for each combination of its causes, decided only where some
 * input of the constraints, or the question, comes to it, so that types nobody can tell apart are met once.
 * @param impossible also types that do what was never seen, though its probability is 0
 * @throws Unsolved
 * Cost: types times inputs and nodes.
 */
export function responseTypes(
  space: Space,
  { nodes, inputs }: Constraints,
  gains: readonly Gain[],
  limits: Limits,
  options: { readonly monotone?: Monotone; readonly impossible?: boolean } = {},
): readonly Column[] {
  const { graph } = space;
  // Types are gone through one input inside the other.
  if (inputs.length * nodes.length > DEEPEST) throw tooManyTypes(limits);
  const choices = choicesOf(space, options.monotone);
  const decided: Decided = new Map(nodes.map((node) => [node, new Map<number, number>()]));
  const reached = new Int32Array(inputs.length);
  const at = inputs.map(({ codes }) => codes.slice());
  const columns = new Map<string, Column>();
  let looked = 0;

  const codeOf = ({ node, causes }: Response) => decided.get(node)!.get(causes);
  /** Goes on with each value that the node may have there. */
  const decide = (node: number, causes: number, goOn: (code: number) => void): void => {
    const own = decided.get(node)!;
    const before = own.get(causes);
    for (const code of before === undefined ? choices(node, causes, own) : [before]) {
      own.set(causes, code);
      goOn(code);
    }
    if (before === undefined) own.delete(causes);
  };
  const keep = (): void => {
    if (++looked % 4096 === 0 && !limits.budget.left()) throw ranOutOfTime(limits.budget);
    let [top, bottom] = [0, 0];
    for (const gain of gains) {
      if (!gain.responses.every((one) => codeOf(one) === one.value)) continue;
      top += gain.top;
      bottom += gain.bottom;
    }
    const key = `${reached.join()} ${top} ${bottom}`;
    if (!columns.has(key)) columns.set(key, { rows: reached.slice(), top, bottom, responses: responsesOf(decided) });
    if (columns.size > limits.mostTypes || looked > LOOKED_AT * limits.mostTypes) {
      throw tooManyTypes(limits);
    }
  };
  /** A response that some gain waits for: all its others, as far as they are decided, are as it wants them. */
  const awaited = (): Response | undefined => {
    for (const { responses } of gains) {
      if (!responses.every((one) => (codeOf(one) ?? one.value) === one.value)) continue;
      const open = responses.find((one) => codeOf(one) === undefined);
      if (open !== undefined) return open;
    }
    return undefined;
  };
  const ask = (): void => {
    const open = awaited();
    if (open === undefined) keep();
    else decide(open.node, open.causes, ask);
  };
  const step = (input: number, depth: number, branch: Branch): void => {
    if ("row" in branch) {
      reached[input] = branch.row;
      if (inputs[input].rows[branch.row].mass > 0 || options.impossible === true) next(input + 1);
      return;
    }
    const node = nodes[depth];
    const codes = at[input];
    const causes = placeOf(space, graph.parents[node], (parent) => codes[parent]);
    decide(node, causes, (code) => {
      codes[node] = code;
      step(input, depth + 1, branch.next[code]);
    });
  };
  const next = (input: number): void => {
    if (input === inputs.length) ask();
    else step(input, 0, inputs[input].root);
  };
  next(0);
  return [...columns.values()];
}

/** What has been decided: by node, by the combination of its causes, the code of its value. */
type Decided = ReadonlyMap<number, Map<number, number>>;

function responsesOf(decided: Decided): readonly Response[] {
  return [...decided].flatMap(([node, own]) => [...own].map(([causes, value]) => ({ node, causes, value })));
}

/** The values that a node may have for a combination of its causes, as far as what is decided leaves them open. */
function choicesOf(
  { graph, values }: Space,
  monotone: Monotone | undefined,
): (node: number, causes: number, decided: ReadonlyMap<number, number>) => readonly number[] {
  const all = values.map((own) => [...own.keys()]);
  if (monotone === undefined) return (node) => all[node];
  const { node: bound, cause, rises } = monotone;
  const parents = graph.parents[bound];
  const stride = parents.slice(parents.indexOf(cause) + 1).reduce((product, one) => product * values[one].length, 1);
  const amount = (one: number, code: number) => Number(values[one][code]);
  return (node, causes, decided) => {
    if (node !== bound) return all[node];
    const own = Math.floor(causes / stride) % values[cause].length;
    return all[node].filter((code) =>
      all[cause].every((other) => {
        const there = decided.get(causes + (other - own) * stride);
        if (there === undefined || there === code) return true;
        const up = amount(cause, other) > amount(cause, own);
        return amount(node, there) > amount(node, code) === (up === rises);
      }),
    );
  };
}
