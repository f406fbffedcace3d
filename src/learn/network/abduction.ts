import { normalStream, uniformStream } from "../../num/random.js";
import type { NetworkInputs } from "./inputs.js";
import { addOuter, addProduct, backProduct } from "./matrix.js";

/** One layer's place in the parameters: `outputs` rows of `inputs` weights from `weights` on, and biases (-1: none). */
interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  readonly weights: number;
  readonly biases: number;
}

/**
 * The abduction net, from covariates to what the law of U is made of. Its first layer feeds the outputs too: they are a linear function of
 * the covariates plus what the hidden layers add, so that little data gives a linear model and no hidden layer is one.
 */
export interface Abduction {
  readonly hidden: readonly number[];
  readonly outputs: number;
  readonly first: Layer;
  /** Hidden to hidden, then hidden to outputs. */
  readonly later: readonly Layer[];
  readonly parameters: number;
}

export function abductionNet(width: number, hidden: readonly number[], outputs: number): Abduction {
  let place = 0;
  const layer = (inputs: number, count: number, biased: boolean): Layer => {
    const weights = place;
    place += inputs * count;
    const biases = biased ? place : -1;
    if (biased) place += count;
    return { inputs, outputs: count, weights, biases };
  };
  const first = layer(width, (hidden[0] ?? 0) + outputs, true);
  const sizes = hidden.length > 0 ? [...hidden, outputs] : [];
  const later = sizes.slice(1).map((size, l) => layer(sizes[l], size, l + 2 < sizes.length));
  return { hidden, outputs, first, later, parameters: place };
}

/** Weights of the hidden neurons: normal, of variance one over their number of inputs; the outputs start at nothing. */
export function startAbduction({ hidden, first, later, parameters }: Abduction, seed: number): Float64Array {
  const theta = new Float64Array(parameters);
  const normal = normalStream(uniformStream(seed, 0x6e6574));
  const draw = ({ inputs, weights }: Layer, neurons: number) => {
    for (let k = 0; k < inputs * neurons; k++) theta[weights + k] = normal() / Math.sqrt(inputs);
  };
  if (hidden.length > 0) draw(first, hidden[0]);
  for (const layer of later.slice(0, -1)) draw(layer, layer.outputs);
  return theta;
}

/** Calls back with each stretch of the parameters that holds weights, which a penalty may hold; biases are free. */
export function eachWeights({ first, later }: Abduction, take: (from: number, to: number) => void): void {
  for (const { weights, inputs, outputs } of [first, ...later]) take(weights, weights + inputs * outputs);
}

/** Room for one batch: what the way forward leaves for the way back. */
export interface Pass {
  readonly room: number;
  readonly dense: Float64Array;
  readonly codes: Int32Array;
  /** The first layer's sums: hidden neurons, then the outputs' linear part. */
  readonly lift: Float64Array;
  readonly active: readonly Float64Array[];
  readonly slope: readonly Float64Array[];
  readonly back: readonly Float64Array[];
  readonly out: Float64Array;
}

export function makePass(net: Abduction, inputs: NetworkInputs, room: number): Pass {
  const layers = () => net.hidden.map((size) => new Float64Array(room * size));
  return {
    room,
    dense: new Float64Array(room * inputs.numbers),
    codes: new Int32Array(room * inputs.labels),
    lift: new Float64Array(room * net.first.outputs),
    active: layers(),
    slope: layers(),
    back: layers(),
    out: new Float64Array(room * net.outputs),
  };
}

/** x / sqrt(1 + x^2): a sigmoid of plus, times and square root alone, which every machine rounds alike. */
function activate(
  sums: Float64Array,
  stride: number,
  size: number,
  rows: number,
  active: Float64Array,
  slope: Float64Array,
) {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < size; j++) {
      const x = sums[i * stride + j];
      const root = 1 / Math.sqrt(1 + x * x);
      active[i * size + j] = x * root;
      slope[i * size + j] = root * root * root;
    }
  }
}

/** Writes the net's outputs for the given rows of the inputs into `pass.out`. Cost: O(rows x weights). */
export function forward(
  net: Abduction,
  theta: Float64Array,
  inputs: NetworkInputs,
  rows: Int32Array,
  pass: Pass,
): void {
  const { hidden, outputs, first, later } = net;
  const { numbers, labels } = inputs;
  const count = rows.length;
  const { dense, codes, lift, active, slope, out } = pass;
  const width = first.outputs;
  for (let i = 0; i < count; i++) {
    for (let k = 0; k < numbers; k++) dense[i * numbers + k] = inputs.dense[rows[i] * numbers + k];
    for (let j = 0; j < width; j++) lift[i * width + j] = theta[first.biases + j];
    for (let c = 0; c < labels; c++) {
      const code = inputs.codes[rows[i] * labels + c];
      codes[i * labels + c] = code;
      if (code < 0) continue;
      for (let j = 0; j < width; j++) lift[i * width + j] += theta[first.weights + j * first.inputs + code];
    }
  }
  addProduct(lift, dense, theta, first.weights, first.inputs, count, numbers, width);
  const neurons = hidden[0] ?? 0;
  for (let i = 0; i < count; i++)
    for (let k = 0; k < outputs; k++) out[i * outputs + k] = lift[i * width + neurons + k];
  if (hidden.length === 0) return;
  activate(lift, width, neurons, count, active[0], slope[0]);
  for (const [l, layer] of later.entries()) {
    const last = l === later.length - 1;
    // The slopes' room is free until the sums are known.
    const sums = last ? out : slope[l + 1];
    if (!last) for (let i = 0; i < count * layer.outputs; i++) sums[i] = theta[layer.biases + (i % layer.outputs)];
    addProduct(sums, active[l], theta, layer.weights, layer.inputs, count, layer.inputs, layer.outputs);
    if (!last) activate(sums, layer.outputs, layer.outputs, count, active[l + 1], slope[l + 1]);
  }
}

/**
 * Adds to `gradient` what `forward` did last, given the gradient of the loss in each output. Overwrites the pass. Cost: twice that of the way
 * forward.
 */
export function backward(
  net: Abduction,
  theta: Float64Array,
  count: number,
  pass: Pass,
  dOut: Float64Array,
  gradient: Float64Array,
): void {
  const { hidden, outputs, first, later } = net;
  const { active, slope, back, lift, dense, codes } = pass;
  let above = dOut;
  for (let l = later.length - 1; l >= 0; l--) {
    const layer = later[l];
    addOuter(gradient, layer.weights, layer.inputs, above, active[l], count, layer.inputs, layer.outputs);
    if (layer.biases >= 0) {
      for (let i = 0; i < count * layer.outputs; i++) gradient[layer.biases + (i % layer.outputs)] += above[i];
    }
    backProduct(back[l], above, theta, layer.weights, layer.inputs, count, layer.inputs, layer.outputs);
    for (let i = 0; i < count * layer.inputs; i++) back[l][i] *= slope[l][i];
    above = back[l];
  }
  const [neurons, width] = [hidden[0] ?? 0, first.outputs];
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < neurons; j++) lift[i * width + j] = above[i * neurons + j];
    for (let k = 0; k < outputs; k++) lift[i * width + neurons + k] = dOut[i * outputs + k];
  }
  const numbers = count > 0 ? dense.length / pass.room : 0;
  const labels = codes.length / pass.room;
  addOuter(gradient, first.weights, first.inputs, lift, dense, count, numbers, width);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < width; j++) gradient[first.biases + j] += lift[i * width + j];
    for (let c = 0; c < labels; c++) {
      const code = codes[i * labels + c];
      if (code < 0) continue;
      for (let j = 0; j < width; j++) gradient[first.weights + j * first.inputs + code] += lift[i * width + j];
    }
  }
}
