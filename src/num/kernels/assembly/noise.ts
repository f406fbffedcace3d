// Numbers of one block of a stream (../../noise.ts): xoshiro128** (Blackman & Vigna 2018), whose step is linear in its bits. So where a quarter of the block
// starts is found by a jump, and the four quarters of a whole block are drawn side by side, each in a lane of its own.

/** Numbers of a whole block and of its quarter. Each takes two words. */
const BLOCK: i32 = 2048;
const QUARTER: i32 = 512;
const QUARTER_BYTES: usize = 4096;

// @ts-expect-error decorators belong to the other language
@inline
function rotated(x: v128, left: i32, right: i32): v128 {
  return v128.or(i32x4.shl(x, left), i32x4.shr_u(x, right));
}

// @ts-expect-error decorators belong to the other language
@inline
function word(b: v128): v128 {
  const by5 = i32x4.add(i32x4.shl(b, 2), b);
  const turned = rotated(by5, 7, 25);
  return i32x4.add(i32x4.shl(turned, 3), turned);
}

// What four bits after four bits of one word of the state contribute to the state a quarter of a block later.
function contribution(bits: u32, jumps: usize): v128 {
  let sum = i32x4.splat(0);
  for (let k = 0; k < 8; k++) {
    sum = v128.xor(sum, v128.load(jumps + ((<usize>(bits & 15)) << 4)));
    bits >>= 4;
    jumps += 256;
  }
  return sum;
}

// The state a quarter of a block later: by the sixteen values of each four bits of the state, `jumps` has what they contribute.
function jumped(state: v128, jumps: usize): v128 {
  const ab = v128.xor(
    contribution(<u32>i32x4.extract_lane(state, 0), jumps),
    contribution(<u32>i32x4.extract_lane(state, 1), jumps + 2048),
  );
  const cd = v128.xor(
    contribution(<u32>i32x4.extract_lane(state, 2), jumps + 4096),
    contribution(<u32>i32x4.extract_lane(state, 3), jumps + 6144),
  );
  return v128.xor(ab, cd);
}

// @ts-expect-error decorators belong to the other language
@inline
function highPair(x: v128): v128 {
  return v128.shuffle<i32>(x, x, 2, 3, 2, 3);
}

/**
 * Writes the first `count` numbers of a block to `out`, uniform in [0, 1), 53 random bits each. `state`: four words, where the block starts; `jumps`: see
 * `jumped`.
 */
export function uniforms(state: usize, jumps: usize, count: i32, out: usize): void {
  draw(state, jumps, count, out, 0, 0);
}

/**
 * Writes the first `count` numbers of a block to `out`, standard normal ones by the ziggurat, and returns how many rows their two words do not decide:
 * ascending in `rare`, 16 bytes each, the row, its strip and the place in the strip. `strips`: by strip its width, and the share of it that is safe.
 */
export function normals(state: usize, jumps: usize, count: i32, out: usize, strips: usize, rare: usize): i32 {
  return draw(state, jumps, count, out, strips, rare);
}

// @ts-expect-error decorators belong to the other language
@inline
function keep(rare: usize, row: i32, strip: u32, u: f64): void {
  store<u32>(rare, row);
  store<u32>(rare, strip, 4);
  store<f64>(rare, u, 8);
}

function draw(state: usize, jumps: usize, count: i32, out: usize, strips: usize, rare: usize): i32 {
  if (count != BLOCK) return one(state, count, out, strips, rare);
  const first = v128.load(state);
  const second = jumped(first, jumps);
  const third = jumped(second, jumps);
  const fourth = jumped(third, jumps);
  // From a lane's words side by side to the lanes of each word.
  const ab = v128.shuffle<i32>(first, second, 0, 4, 1, 5);
  const cd = v128.shuffle<i32>(first, second, 2, 6, 3, 7);
  const AB = v128.shuffle<i32>(third, fourth, 0, 4, 1, 5);
  const CD = v128.shuffle<i32>(third, fourth, 2, 6, 3, 7);
  const a = v128.shuffle<i32>(ab, AB, 0, 1, 4, 5);
  const b = v128.shuffle<i32>(ab, AB, 2, 3, 6, 7);
  const c = v128.shuffle<i32>(cd, CD, 0, 1, 4, 5);
  const d = v128.shuffle<i32>(cd, CD, 2, 3, 6, 7);
  if (strips != 0) return fourNormal(a, b, c, d, out, strips, rare);
  fourUniform(a, b, c, d, out);
  return 0;
}

function fourUniform(a: v128, b: v128, c: v128, d: v128, out: usize): void {
  const big = f64x2.splat(7.450580596923828e-9);
  const small = f64x2.splat(1.1102230246251565e-16);
  for (const end = out + QUARTER_BYTES; out < end; out += 8) {
    const first = i32x4.shr_u(word(b), 5);
    let t = i32x4.shl(b, 9);
    c = v128.xor(c, a);
    d = v128.xor(d, b);
    b = v128.xor(b, c);
    a = v128.xor(a, d);
    c = v128.xor(c, t);
    d = rotated(d, 11, 21);
    const second = i32x4.shr_u(word(b), 6);
    t = i32x4.shl(b, 9);
    c = v128.xor(c, a);
    d = v128.xor(d, b);
    b = v128.xor(b, c);
    a = v128.xor(a, d);
    c = v128.xor(c, t);
    d = rotated(d, 11, 21);
    const x = f64x2.add(f64x2.mul(f64x2.convert_low_i32x4_s(first), big), f64x2.mul(f64x2.convert_low_i32x4_s(second), small));
    v128.store64_lane(out, x, 0);
    v128.store64_lane(out + QUARTER_BYTES, x, 1);
    const y = f64x2.add(
      f64x2.mul(f64x2.convert_low_i32x4_s(highPair(first)), big),
      f64x2.mul(f64x2.convert_low_i32x4_s(highPair(second)), small),
    );
    v128.store64_lane(out + 2 * QUARTER_BYTES, y, 0);
    v128.store64_lane(out + 3 * QUARTER_BYTES, y, 1);
  }
}

function fourNormal(a: v128, b: v128, c: v128, d: v128, out: usize, strips: usize, rare: usize): i32 {
  const big = f64x2.splat(2.384185791015625e-7);
  const small = f64x2.splat(2.220446049250313e-16);
  // Each lane has room of its own for what is rare: a quarter's rows at most.
  const room: usize = (<usize>QUARTER) << 4;
  let r0 = rare;
  let r1 = rare + room;
  let r2 = rare + 2 * room;
  let r3 = rare + 3 * room;
  for (let i = 0; i < QUARTER; i++) {
    const first = word(b);
    let t = i32x4.shl(b, 9);
    c = v128.xor(c, a);
    d = v128.xor(d, b);
    b = v128.xor(b, c);
    a = v128.xor(a, d);
    c = v128.xor(c, t);
    d = rotated(d, 11, 21);
    const second = i32x4.shr_u(word(b), 2);
    t = i32x4.shl(b, 9);
    c = v128.xor(c, a);
    d = v128.xor(d, b);
    b = v128.xor(b, c);
    a = v128.xor(a, d);
    c = v128.xor(c, t);
    d = rotated(d, 11, 21);
    const top = i32x4.shr_s(first, 9);
    const u = f64x2.add(f64x2.mul(f64x2.convert_low_i32x4_s(top), big), f64x2.mul(f64x2.convert_low_i32x4_s(second), small));
    const v = f64x2.add(
      f64x2.mul(f64x2.convert_low_i32x4_s(highPair(top)), big),
      f64x2.mul(f64x2.convert_low_i32x4_s(highPair(second)), small),
    );
    const places = i32x4.shl(v128.and(first, i32x4.splat(255)), 4);
    const s0 = strips + <usize>i32x4.extract_lane(places, 0);
    const s1 = strips + <usize>i32x4.extract_lane(places, 1);
    const s2 = strips + <usize>i32x4.extract_lane(places, 2);
    const s3 = strips + <usize>i32x4.extract_lane(places, 3);
    // The width and what is safe of a strip come together.
    const p0 = v128.load(s0);
    const p1 = v128.load(s1);
    const p2 = v128.load(s2);
    const p3 = v128.load(s3);
    const x = f64x2.mul(u, v128.shuffle<f64>(p0, p1, 0, 2));
    const y = f64x2.mul(v, v128.shuffle<f64>(p2, p3, 0, 2));
    v128.store64_lane(out, x, 0);
    v128.store64_lane(out + QUARTER_BYTES, x, 1);
    v128.store64_lane(out + 2 * QUARTER_BYTES, y, 0);
    v128.store64_lane(out + 3 * QUARTER_BYTES, y, 1);
    out += 8;
    const beyond = f64x2.ge(f64x2.abs(u), v128.shuffle<f64>(p0, p1, 1, 3));
    const beside = f64x2.ge(f64x2.abs(v), v128.shuffle<f64>(p2, p3, 1, 3));
    if (v128.any_true(v128.or(beyond, beside))) {
      if (i64x2.extract_lane(beyond, 0)) {
        keep(r0, i, <u32>((s0 - strips) >> 4), f64x2.extract_lane(u, 0));
        r0 += 16;
      }
      if (i64x2.extract_lane(beyond, 1)) {
        keep(r1, QUARTER + i, <u32>((s1 - strips) >> 4), f64x2.extract_lane(u, 1));
        r1 += 16;
      }
      if (i64x2.extract_lane(beside, 0)) {
        keep(r2, 2 * QUARTER + i, <u32>((s2 - strips) >> 4), f64x2.extract_lane(v, 0));
        r2 += 16;
      }
      if (i64x2.extract_lane(beside, 1)) {
        keep(r3, 3 * QUARTER + i, <u32>((s3 - strips) >> 4), f64x2.extract_lane(v, 1));
        r3 += 16;
      }
    }
  }
  // One list after the other, so that rows ascend.
  r0 = joined(r0, rare + room, r1);
  r0 = joined(r0, rare + 2 * room, r2);
  r0 = joined(r0, rare + 3 * room, r3);
  return <i32>((r0 - rare) >> 4);
}

function joined(to: usize, from: usize, end: usize): usize {
  const next = to + (end - from);
  memory.copy(to, from, end - from);
  // What was only on its way leaves nothing behind.
  const left = max(next, from);
  if (left < end) memory.fill(left, 0, end - left);
  return next;
}

// @ts-expect-error decorators belong to the other language
@inline
function plainWord(b: u32): u32 {
  return rotl<u32>(b * 5, 7) * 9;
}

function one(state: usize, count: i32, out: usize, strips: usize, rare: usize): i32 {
  let a = load<u32>(state);
  let b = load<u32>(state, 4);
  let c = load<u32>(state, 8);
  let d = load<u32>(state, 12);
  const start = rare;
  for (let i = 0; i < count; i++) {
    const first = plainWord(b);
    let t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotl<u32>(d, 11);
    const second = plainWord(b);
    t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotl<u32>(d, 11);
    if (strips == 0) {
      store<f64>(out, <f64>(first >> 5) * 7.450580596923828e-9 + <f64>(second >> 6) * 1.1102230246251565e-16);
    } else {
      const u = <f64>((<i32>first) >> 9) * 2.384185791015625e-7 + <f64>(second >> 2) * 2.220446049250313e-16;
      const strip = strips + ((<usize>(first & 255)) << 4);
      store<f64>(out, u * load<f64>(strip));
      if (abs(u) >= load<f64>(strip, 8)) {
        keep(rare, i, first & 255, u);
        rare += 16;
      }
    }
    out += 8;
  }
  return <i32>((rare - start) >> 4);
}
