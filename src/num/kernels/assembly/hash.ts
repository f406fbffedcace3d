// Hashes by murmur3's finaliser (../../mix.ts), four at a time.

// @ts-expect-error decorators belong to the other language
@inline
function mix(a: v128, b: v128): v128 {
  let h = i32x4.mul(v128.xor(a, i32x4.mul(b, i32x4.splat(0xcc9e2d51))), i32x4.splat(0x1b873593));
  h = v128.xor(h, i32x4.shr_u(h, 16));
  h = i32x4.mul(h, i32x4.splat(0x85ebca6b));
  h = v128.xor(h, i32x4.shr_u(h, 13));
  h = i32x4.mul(h, i32x4.splat(0xc2b2ae35));
  return v128.xor(h, i32x4.shr_u(h, 16));
}

// Four doubles' hashes by their bits; of -0 those of 0, which is the same number.
// @ts-expect-error decorators belong to the other language
@inline
function ofNumbers(x: v128, y: v128): v128 {
  const low = v128.shuffle<i32>(x, y, 0, 2, 4, 6);
  const high = v128.shuffle<i32>(x, y, 1, 3, 5, 7);
  const none = v128.and(i32x4.eq(low, i32x4.splat(0)), i32x4.eq(high, i32x4.splat(0x80000000)));
  return mix(low, v128.andnot(high, none));
}

/** out[i] = the hash of a double; returns the sum of all hashes. */
export function hashNumbers(values: usize, count: i32, out: usize): i32 {
  let sum = i32x4.splat(0);
  let i = 0;
  for (; i + 3 < count; i += 4) {
    const h = ofNumbers(v128.load(values), v128.load(values, 16));
    v128.store(out, h);
    sum = i32x4.add(sum, h);
    values += 32;
    out += 16;
  }
  let all =
    i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3);
  for (; i < count; i++) {
    const x = v128.load64_zero(values);
    const h = i32x4.extract_lane(ofNumbers(x, x), 0);
    store<i32>(out, h);
    all += h;
    values += 8;
    out += 4;
  }
  return all;
}

/** hashes[i] = the hash of hashes[i] and words[i]. */
export function mixWords(words: usize, count: i32, hashes: usize): void {
  let i = 0;
  for (; i + 3 < count; i += 4) {
    v128.store(hashes, mix(v128.load(hashes), v128.load(words)));
    words += 16;
    hashes += 16;
  }
  for (; i < count; i++) {
    store<i32>(hashes, i32x4.extract_lane(mix(v128.load32_zero(hashes), v128.load32_zero(words)), 0));
    words += 4;
    hashes += 4;
  }
}
