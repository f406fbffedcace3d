// Histograms of four moments: what a forest looks at to split a node. Each row has four doubles side by side, as each bin has.

// @ts-expect-error decorators belong to the other language
@inline
function addTo(at: usize, first: v128, second: v128): void {
  v128.store(at, f64x2.add(v128.load(at), first));
  v128.store(at, f64x2.add(v128.load(at, 16), second), 16);
}

/**
 * Adds the four numbers of the i-th row, at `moments + 32 i`, to those of its bin, at `hist + 32 bin`, for `count` rows. The bin of the i-th row is the
 * byte at `bins + ids[i]`.
 */
export function addMoments(bins: usize, ids: usize, count: i32, moments: usize, hist: usize): void {
  const end = ids + ((<usize>(count & ~1)) << 2);
  for (; ids < end; ids += 8) {
    const a = hist + ((<usize>load<u8>(bins + <usize>load<u32>(ids))) << 5);
    const b = hist + ((<usize>load<u8>(bins + <usize>load<u32>(ids, 4))) << 5);
    addTo(a, v128.load(moments), v128.load(moments, 16));
    addTo(b, v128.load(moments, 32), v128.load(moments, 48));
    moments += 64;
  }
  if (count & 1) {
    addTo(hist + ((<usize>load<u8>(bins + <usize>load<u32>(ids))) << 5), v128.load(moments), v128.load(moments, 16));
  }
}
