import type { Budget } from "../../graph/budget.js";
import { uniformStream } from "../../num/random.js";
import { type Decoration, modelsOf } from "./decoration.js";
import { valueIn } from "./forward.js";
import { gated } from "./gate.js";
import { grown } from "./grow.js";
import type { Kernel } from "./kernel.js";
import { type Hindrance, kernelsFor } from "./kernels.js";
import { type RouteOptions, routed } from "./route.js";
import { shrunk } from "./shrink.js";
import type { Task } from "./task.js";
import { tied } from "./tie.js";

/** A kernel and a decoration with which the two models differ on the question. */
export interface Candidate {
  readonly kernel: Kernel;
  readonly decoration: Decoration;
  readonly values: readonly [number, number];
}

/** A difference that everybody sees. Where it cannot be had, a smaller one is shown, but not one that rounding could make. */
const VISIBLE = 1 / 20;
const LEAST = 1e-6;
/** Models with more states at once are passed over while there may be simpler ones. */
const STATES = 1 << 9;

export interface SearchOptions {
  readonly budget: Budget;
  readonly tries: number;
}

/** Two models that differ on the question: the plainest first, then decorations grown at random. */
export function search(task: Task, hindrance: Hindrance, { budget, tries }: SearchOptions): Candidate | undefined {
  let best: Candidate | undefined;
  const isVisible = () => best !== undefined && gap(best) >= VISIBLE;
  const attempt = (kernel: Kernel, decoration: Decoration) => {
    const values = judged(task, kernel, decoration);
    if (values === undefined) return;
    const one = { kernel, decoration, values };
    if (gap(one) > (best === undefined ? LEAST : gap(best))) best = one;
  };
  const kernels: Kernel[] = [];
  for (const kernel of kernelsFor(task, hindrance)) {
    kernels.push(kernel);
    for (const options of ROUTES) {
      for (const decoration of designed(task, kernel, options)) attempt(kernel, decoration);
      if (isVisible() || !budget.left()) return best && tidied(task, best);
    }
  }
  const uniform = uniformStream(1);
  for (let t = 0; t < tries && kernels.length > 0; t++) {
    // The first kernels are the likelier ones; what has been found is gone on from half of the time.
    const fresh = kernels[Math.floor(kernels.length * uniform() ** 3)];
    const again = best !== undefined && uniform() < 0.5;
    const kernel = again ? best!.kernel : fresh;
    const starts = again ? [best!.decoration] : designed(task, kernel, ROUTES[t % ROUTES.length]);
    const start = starts[Math.floor(uniform() * starts.length)];
    const steps = 1 + Math.floor(uniform() * Math.min(t + 2, 2 * start.size));
    attempt(kernel, grown(task, kernel, start, steps, uniform));
    if (isVisible() || !budget.left()) break;
  }
  return best && tidied(task, best);
}

/** The plain ways to let a question see a kernel, the plainest first. */
function designed(task: Task, kernel: Kernel, options: RouteOptions): readonly Decoration[] {
  const { terms } = task.imagined;
  const start = routed(task, kernel, options);
  const isConditional = terms.some(({ facts }) => facts.some(({ given }) => given));
  const ways = [start, isConditional ? tied(task, kernel, start) : undefined];
  return ways.flatMap((one) => {
    if (one === undefined) return [];
    const closed = terms.length > 1 ? gated(task, kernel, one) : undefined;
    return closed === undefined ? [one] : [one, closed];
  });
}

const ROUTES = [
  { asked: false, everywhere: false },
  { asked: true, everywhere: false },
  { asked: true, everywhere: true },
];

/** The same without what it does not need; of the difference at least half stays. */
function tidied(task: Task, candidate: Candidate): Candidate {
  const { kernel } = candidate;
  const least = Math.max(Math.min(gap(candidate), VISIBLE), gap(candidate) / 2);
  const decoration = shrunk(task, kernel, candidate.decoration, (one) => {
    const values = judged(task, kernel, one);
    return values !== undefined && Math.abs(values[0] - values[1]) >= least;
  });
  return { kernel, decoration, values: judged(task, kernel, decoration)! };
}

function gap({ values }: Candidate): number {
  return Math.abs(values[0] - values[1]);
}

/** The question's value in each model, where it has one. */
function judged(task: Task, kernel: Kernel, decoration: Decoration): readonly [number, number] | undefined {
  const width = (node: number) => decoration.get(node)?.length ?? task.values.least(node);
  if (task.values.alike.some(([one, other]) => width(one) !== width(other))) return undefined;
  const [one, other] = modelsOf(task, kernel, decoration);
  const first = valueIn(one, task.imagined, STATES);
  const second = first === undefined ? undefined : valueIn(other, task.imagined, STATES);
  return first === undefined || second === undefined ? undefined : [first, second];
}
