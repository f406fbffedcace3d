import { mix } from "../../num/hash.js";
import { uniformStream } from "../../num/random.js";
import { eachWeights } from "./abduction.js";
import type { Objective } from "./likelihood.js";

export interface TrainOptions {
  readonly seed: number;
  /** Worth of the prior on each standardised weight, in observations. */
  readonly penalty: number;
  /** Items of a batch at most. */
  readonly batch: number;
  /** Mass of each item that is held out to judge by; absent: the training rows judge, with the penalty. */
  readonly held?: Float64Array;
}

export interface Trained {
  readonly theta: Float64Array;
  /** Loss by observation of what was held out. */
  readonly heldLoss?: number;
  readonly heldMass: number;
  readonly rounds: number;
  readonly status: "converged" | "not-converged";
}

/** Step sizes, one after the other when no round gains any more. */
const RATES = [0.01, 0.003, 0.001];
const PATIENCE = 4;
const MOST_ROUNDS = 150;
/** Least steps between two looks at what was held out. */
const LEAST_STEPS = 40;

/** Adam's running moments (Kingma & Ba 2015, algorithm 1). */
function adam(size: number) {
  const first = new Float64Array(size);
  const second = new Float64Array(size);
  let [fade1, fade2] = [1, 1];
  return (theta: Float64Array, gradient: Float64Array, rate: number) => {
    fade1 *= 0.9;
    fade2 *= 0.999;
    const step = (rate * Math.sqrt(1 - fade2)) / (1 - fade1);
    for (let i = 0; i < size; i++) {
      const g = gradient[i];
      first[i] += 0.1 * (g - first[i]);
      second[i] += 0.001 * (g * g - second[i]);
      theta[i] -= (step * first[i]) / (Math.sqrt(second[i]) + 1e-8);
    }
  };
}

function shuffle(order: Int32Array, seed: number, round: number): void {
  const uniform = uniformStream(mix(seed, 0x73687566), round);
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
}

/** Sum of the losses, batch by batch in the given order. */
function totalLoss(
  objective: Objective,
  theta: Float64Array,
  items: Int32Array,
  share: Float64Array,
  batch: number,
): number {
  let sum = 0;
  for (let from = 0; from < items.length; from += batch) {
    const part = items.subarray(from, from + batch);
    sum += objective.loss(
      theta,
      part,
      Float64Array.from(part, (item) => share[item]),
    );
  }
  return sum;
}

/**
 * Least loss by Adam in mini-batches, from `start`: a round is a pass over the items in a shuffled order (several, where they are few); after
 * four rounds without a gain on what was held out the best parameters come back and the step shrinks, and after the third step size they
 * stay. All that is random is a function of the seed and of the items' order, which their contents decide.
 * Cost: some tens of passes over the items.
 */
export function train(objective: Objective, start: Float64Array, options: TrainOptions): Trained {
  const { items, mass, net, loss, parameters } = objective;
  const { seed, penalty, held } = options;
  const share = held ? mass.map((m, i) => m - held[i]) : mass;
  const all = Int32Array.from({ length: items }, (_, i) => i);
  const learnt = all.filter((i) => share[i] > 0);
  const judged = held ? all.filter((i) => held[i] > 0) : learnt;
  const total = learnt.reduce((sum, i) => sum + share[i], 0);
  const judging = held ?? share;
  const judgedMass = judged.reduce((sum, i) => sum + judging[i], 0);
  const batches = Math.max(1, Math.ceil(learnt.length / batchSize(learnt.length, options.batch)));
  const size = Math.ceil(learnt.length / batches);
  const theta = start.slice();
  const gradient = new Float64Array(parameters);
  const judge = () => {
    const sum = totalLoss(objective, theta, judged, judging, options.batch);
    if (held) return sum / judgedMass;
    let square = 0;
    eachWeights(net, (from, to) => {
      for (let k = from; k < to; k++) square += theta[k] * theta[k];
    });
    return (sum + 0.5 * penalty * square) / judgedMass;
  };
  const passes = Math.ceil(LEAST_STEPS / batches);
  let best = theta.slice();
  let least = judge();
  let [round, level, waited, turn] = [0, 0, 0, 0];
  let step = adam(parameters);
  while (level < RATES.length && round < MOST_ROUNDS) {
    for (let pass = 0; pass < passes; pass++) {
      if (batches > 1) shuffle(learnt, seed, turn++);
      for (let from = 0; from < learnt.length; from += size) {
        const part = learnt.subarray(from, from + size);
        gradient.fill(0);
        loss(
          theta,
          part,
          Float64Array.from(part, (item) => share[item]),
          gradient,
        );
        // Times the batches: a batch of heavy items must pull as much as they weigh.
        const scale = batches / total;
        for (let k = 0; k < parameters; k++) gradient[k] *= scale;
        eachWeights(net, (low, high) => {
          for (let k = low; k < high; k++) gradient[k] += (penalty / total) * theta[k];
        });
        step(theta, gradient, RATES[level]);
      }
    }
    round++;
    const now = judge();
    const gain = least - now;
    if (now < least) {
      least = now;
      best = theta.slice();
    }
    waited = gain > 1e-5 * Math.max(0.1, Math.abs(least)) ? 0 : waited + 1;
    if (waited < PATIENCE) continue;
    theta.set(best);
    step = adam(parameters);
    waited = 0;
    level++;
  }
  const status = level === RATES.length ? "converged" : "not-converged";
  return { theta: best, ...(held ? { heldLoss: least } : {}), heldMass: held ? judgedMass : 0, rounds: round, status };
}

/** Small data want small batches, so that a pass has steps enough. */
function batchSize(items: number, most: number): number {
  return Math.min(most, Math.max(32, 2 ** Math.round(Math.log2(items / 60))));
}
