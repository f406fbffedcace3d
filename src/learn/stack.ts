import { DiscoError } from "../error.js";
import type { Column } from "../num/columns.js";
import { boost } from "./boost.js";
import { constantFit, trainingWeights } from "./constant.js";
import { elasticNet } from "./elastic-net.js";
import { forest } from "./forest.js";
import type { Fitted, Learner, LearnNote, Prepared, Task } from "./learner.js";
import { linear } from "./linear.js";
import { contentKeys, dealParts, massOf, partsFor, partTask, type Split, splitsOf } from "./stack/deal.js";
import { combined, meanLoss, type Said, type StackLoss, stackWeights } from "./stack/weights.js";

export interface StackOptions {
  /** Parts of the cross-validation. Default 5; fewer where a part would have less than 10 observations. */
  readonly folds?: number;
  /** What the weights minimise. Default "squared" for both kinds of outcome; "log" is for two-valued ones (numbers stay with squared). */
  readonly loss?: StackLoss;
}

/** A member's part in a stack. */
export interface StackMember {
  readonly name: string;
  readonly weight: number;
  /** Mean held-out loss; absent where nothing was held out, or the member could not be used. */
  readonly loss?: number;
}

/** A fit with what it is made of; without it where the mean is the same everywhere. */
export interface StackFitted extends Fitted {
  readonly stack?: {
    readonly members: readonly StackMember[];
    /** Held-out loss of the combination (a little low: its weights were chosen by it). */
    readonly loss?: number;
    readonly folds: number;
  };
}

/** Fewest observations of a part. */
const LEAST = 10;

const SALT = 0x57ac;

/** Different ways to be wrong: additive, additive with few columns, trees that build on each other, and trees that are averaged. Another learner is one more entry. */
export function defaultMembers(): Learner[] {
  return [linear({ ridge: 1 }), elasticNet(), boost(), forest()];
}

/** A member with the covariates as it wants them. */
interface Ready {
  readonly name: string;
  readonly prepared: Prepared;
}

/** Why a member is left out, or its fit. */
type Outcome = { readonly fitted: Fitted } | { readonly out: string };

function learn({ prepared }: Ready, task: Task): Outcome {
  try {
    const fitted = prepared.fit(task);
    return fitted.status === "not-converged" ? { out: "did not converge" } : { fitted };
  } catch (error) {
    if (error instanceof DiscoError) return { out: `refused (${error.message})` };
    throw error;
  }
}

/** A member fitted to all rows and what it says of the rows held out from it, or why it is left out. */
type Judged = { readonly whole: Fitted; readonly said: Float64Array } | { readonly out: string };

/** Held-out predictions go one split after the other, in the order of its rows. */
function judge(ready: Ready, task: Task, splits: readonly Split[], length: number): Judged {
  const { start: _, ...plain } = task;
  const whole = learn(ready, plain);
  if ("out" in whole) return whole;
  const said = new Float64Array(length);
  let from = 0;
  for (const split of splits) {
    const part = partTask(task, split);
    const fit = learn(ready, ready.prepared.warm ? { ...part, start: whole.fitted } : part);
    if ("out" in fit) return fit;
    const p = fit.fitted.predict(Int32Array.from(split.judged, (i) => task.rows[i]));
    if (!p.every(Number.isFinite)) return { out: "predicted what is not a number" };
    said.set(p, from);
    from += p.length;
  }
  return { whole: whole.fitted, said };
}

function outNote(name: string, why: string): LearnNote {
  return {
    id: "stack-member-left-out",
    text: `${name[0].toUpperCase()}${name.slice(1)} has weight 0 in some fit of the stack, as it ${why.replace(/\.$/, "")}.`,
  };
}

function weightsNote(members: readonly StackMember[], folds: number, loss: string): LearnNote {
  const list = members.map(({ name, weight }) => `${name} ${weight.toFixed(2)}`).join(", ");
  const how = folds > 1 ? `${folds}-fold cross-validation` : "an exact law";
  return {
    id: "stack-weights",
    text: `The stack weighs its members, by the ${loss} in ${how}: ${list} (in one of its fits).`,
  };
}

function fewNote(mass: number, names: readonly string[]): LearnNote {
  return {
    id: "stack-few-rows",
    text: `${mass} rows are too few to compare learners; ${names.join(", ")} were averaged with equal weights in some fit.`,
  };
}

function fitTask(ready: readonly Ready[], left: readonly LearnNote[], task: Task, options: StackOptions): StackFitted {
  const weight = trainingWeights(task);
  const constant = constantFit(task, weight);
  if (constant) return constant;
  const { rows, kind } = task;
  const { mass, law } = massOf(weight);
  const loss: StackLoss = kind === "numeric" ? "squared" : (options.loss ?? "squared");
  const y = Float64Array.from(rows, (row) => task.y[row]);
  const folds = law || ready.length === 1 ? 1 : partsFor(mass, options.folds ?? 5, LEAST);
  const splits = folds > 1 ? splitsOf(dealParts(contentKeys(task, y, weight), weight, folds, SALT), weight) : [];
  const places = splits.flatMap(({ judged }) => [...judged]);
  const judgedWeight = Float64Array.from(splits.flatMap((split) => [...split.judgedWeight]));
  const notes = [...left];
  const members = ready.map((one) => ({ name: one.name, judged: judge(one, task, splits, places.length) }));
  for (const { name, judged } of members) if ("out" in judged) notes.push(outNote(name, judged.out));
  const usable = members.flatMap(({ judged }) => ("out" in judged ? [] : [judged]));
  if (usable.length === 0) {
    // The first member's fit, with its own status, is more honest than nothing.
    const fitted = ready[0].prepared.fit(task);
    return { ...fitted, notes: [...notes, ...fitted.notes] };
  }
  // An exact law is no sample: what a member says of its own rows is what it knows.
  const told: Said = law
    ? { said: usable.map(({ whole }) => whole.predict(rows)), y, weight }
    : { said: usable.map(({ said }) => said), y: Float64Array.from(places, (i) => y[i]), weight: judgedWeight };
  const compared = told.y.length > 0;
  const weights =
    compared && usable.length > 1 ? stackWeights(told, loss) : new Float64Array(usable.length).fill(1 / usable.length);
  let next = 0;
  const parts = members.map(({ name, judged }): StackMember => {
    if ("out" in judged) return { name, weight: 0 };
    const k = next++;
    return { name, weight: weights[k], ...(compared ? { loss: meanLoss(told.said[k], told, loss) } : {}) };
  });
  if (usable.length > 1) {
    if (compared) notes.push(weightsNote(parts, folds, loss === "log" ? "log loss" : "squared error"));
    else
      notes.push(
        fewNote(
          mass,
          parts.filter((one) => one.weight > 0).map(({ name }) => name),
        ),
      );
  }
  for (const { whole } of usable) notes.push(...whole.notes);
  const predict = (asked: Int32Array) => {
    if (weights.length === 1) return usable[0].whole.predict(asked);
    const p = combined(
      usable.map(({ whole }, k) => (weights[k] === 0 ? new Float64Array(asked.length) : whole.predict(asked))),
      weights,
    );
    // Weights that add up to one but for rounding must not make more than certain.
    return kind === "binary" ? p.map((value) => Math.min(1, value)) : p;
  };
  const together = compared ? { loss: meanLoss(combined(told.said, weights), told, loss) } : {};
  return {
    predict,
    status: statusOf(usable.map(({ whole }) => whole)),
    notes,
    stack: { members: parts, ...together, folds },
  };
}

function statusOf(fits: readonly Fitted[]): Fitted["status"] {
  if (fits.every(({ status }) => status === "constant")) return "constant";
  return fits.some(({ status }) => status === "separated") ? "separated" : "converged";
}

/** Prepares each member; one that refuses these covariates is left out, unless all do. */
function prepareAll(members: readonly Learner[], given: readonly Column[], rows: number, weight?: Float64Array) {
  const ready: Ready[] = [];
  const left: LearnNote[] = [];
  let refusal: DiscoError | undefined;
  for (const member of members) {
    try {
      ready.push({ name: member.name, prepared: member.prepare(given, rows, weight) });
    } catch (error) {
      if (!(error instanceof DiscoError)) throw error;
      refusal ??= error;
      left.push(outNote(member.name, `refused (${error.message})`));
    }
  }
  if (refusal && ready.length === 0) throw refusal;
  return { ready, left };
}

/**
 * Stacking, or super learning (Wolpert 1992; Breiman 1996; van der Laan, Polley & Hubbard 2007): the members are fitted to all rows and put
 * together by weights, none negative and with sum 1, that minimise the loss of their predictions of rows held out. Parts are dealt by content, so
 * neither the order of rows nor of members matters. In large samples the stack is as good as the best combination of its members. A member that
 * refuses or does not converge has weight 0, and a note says so. Fewer than 20 observations: equal weights. Rows of one unit may fall into
 * several parts, as a task does not know of units. Cost: one fit of each member more than there are folds.
 * @param members default: see `defaultMembers`
 * @throws DiscoError when there are no members, when all of them refuse, or when folds make no sense
 */
export function stack(members: readonly Learner[] = defaultMembers(), options: StackOptions = {}): Learner {
  const refuse = (wrong: string, given: string, next: string) => {
    throw new DiscoError({ who: "stack", wrong, given, next });
  };
  if (members.length === 0) refuse("there is nothing to put together", "no learners", "give two learners or more");
  const { folds = 5 } = options;
  if (!(folds >= 2)) refuse("cross-validation needs two parts", `${folds} folds`, "give 2 folds or more");
  return {
    name: "stack",
    prepare(given, rows, weight) {
      const { ready, left } = prepareAll(members, given, rows, weight);
      const notes = [...left, ...ready.flatMap(({ prepared }) => prepared.notes)];
      return { notes, warm: false, fit: (task) => fitTask(ready, [], task, options) };
    },
  };
}
