/** 0, 1, ..., count - 1: the places of as many rows. Some twenty times faster than `Int32Array.from`. */
export function indices(count: number, memory = new ArrayBuffer(4 * count)): Int32Array {
  const out = new Int32Array(memory);
  for (let i = 0; i < count; i++) out[i] = i;
  return out;
}
