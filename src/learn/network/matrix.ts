/**
 * out += x w', for `rows` rows of x (stride `inputs`), w with one row of `stride` weights for each of `outputs` outputs, from place `at` on.
 * Each output is one sum in the order of the inputs, so that a row's value does not depend on the rows beside it.
 */
export function addProduct(
  out: Float64Array,
  x: Float64Array,
  w: Float64Array,
  at: number,
  stride: number,
  rows: number,
  inputs: number,
  outputs: number,
): void {
  for (let i = 0; i < rows; i++) {
    const from = i * inputs;
    const to = i * outputs;
    let j = 0;
    // Four outputs at a time: an input is loaded once for four products.
    for (; j + 3 < outputs; j += 4) {
      const w0 = at + j * stride;
      const w1 = w0 + stride;
      const w2 = w1 + stride;
      const w3 = w2 + stride;
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let k = 0; k < inputs; k++) {
        const value = x[from + k];
        a += value * w[w0 + k];
        b += value * w[w1 + k];
        c += value * w[w2 + k];
        d += value * w[w3 + k];
      }
      out[to + j] += a;
      out[to + j + 1] += b;
      out[to + j + 2] += c;
      out[to + j + 3] += d;
    }
    for (; j < outputs; j++) {
      const w0 = at + j * stride;
      let a = 0;
      for (let k = 0; k < inputs; k++) a += x[from + k] * w[w0 + k];
      out[to + j] += a;
    }
  }
}

/** The weights' gradient: w += d' x, with d the gradient of the outputs, row by row. */
export function addOuter(
  w: Float64Array,
  at: number,
  stride: number,
  d: Float64Array,
  x: Float64Array,
  rows: number,
  inputs: number,
  outputs: number,
): void {
  let i = 0;
  // Four rows at a time: a weight is loaded and stored once for four products.
  for (; i + 3 < rows; i += 4) {
    const x0 = i * inputs;
    const x1 = x0 + inputs;
    const x2 = x1 + inputs;
    const x3 = x2 + inputs;
    for (let j = 0; j < outputs; j++) {
      const place = i * outputs + j;
      const d0 = d[place];
      const d1 = d[place + outputs];
      const d2 = d[place + 2 * outputs];
      const d3 = d[place + 3 * outputs];
      const to = at + j * stride;
      for (let k = 0; k < inputs; k++) {
        w[to + k] += d0 * x[x0 + k] + d1 * x[x1 + k] + d2 * x[x2 + k] + d3 * x[x3 + k];
      }
    }
  }
  for (; i < rows; i++) {
    for (let j = 0; j < outputs; j++) {
      const d0 = d[i * outputs + j];
      const to = at + j * stride;
      for (let k = 0; k < inputs; k++) w[to + k] += d0 * x[i * inputs + k];
    }
  }
}

/** The inputs' gradient: dx = d w. */
export function backProduct(
  dx: Float64Array,
  d: Float64Array,
  w: Float64Array,
  at: number,
  stride: number,
  rows: number,
  inputs: number,
  outputs: number,
): void {
  dx.fill(0, 0, rows * inputs);
  for (let i = 0; i < rows; i++) {
    const to = i * inputs;
    for (let j = 0; j < outputs; j++) {
      const value = d[i * outputs + j];
      const from = at + j * stride;
      for (let k = 0; k < inputs; k++) dx[to + k] += value * w[from + k];
    }
  }
}
