// Squared distances from one place to a block of others.

/**
 * out[k] = the sum over dimensions of (place[d] - x_d[k])^2, from the first dimension to the last. The block's coordinates lie by dimension: x_0 of its
 * `count` places, then x_1 of them, and so on. Whoever wants them weighted gives coordinates that are (Mahalanobis: whitened ones).
 */
export function distances(place: usize, block: usize, dims: i32, count: i32, out: usize): void {
  const bytes = (<usize>count) << 3;
  let k = 0;
  // Eight at a time: four sums under way, so that none waits for itself.
  for (; k + 7 < count; k += 8) {
    let x = block + ((<usize>k) << 3);
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let s2 = f64x2.splat(0);
    let s3 = f64x2.splat(0);
    for (let d = 0; d < dims; d++) {
      const p = v128.load64_splat(place + ((<usize>d) << 3));
      const d0 = f64x2.sub(p, v128.load(x));
      s0 = f64x2.add(s0, f64x2.mul(d0, d0));
      const d1 = f64x2.sub(p, v128.load(x, 16));
      s1 = f64x2.add(s1, f64x2.mul(d1, d1));
      const d2 = f64x2.sub(p, v128.load(x, 32));
      s2 = f64x2.add(s2, f64x2.mul(d2, d2));
      const d3 = f64x2.sub(p, v128.load(x, 48));
      s3 = f64x2.add(s3, f64x2.mul(d3, d3));
      x += bytes;
    }
    const o = out + ((<usize>k) << 3);
    v128.store(o, s0);
    v128.store(o, s1, 16);
    v128.store(o, s2, 32);
    v128.store(o, s3, 48);
  }
  for (; k < count; k++) {
    let x = block + ((<usize>k) << 3);
    let s: f64 = 0;
    for (let d = 0; d < dims; d++) {
      const by = load<f64>(place + ((<usize>d) << 3)) - load<f64>(x);
      s += by * by;
      x += bytes;
    }
    store<f64>(out + ((<usize>k) << 3), s);
  }
}
