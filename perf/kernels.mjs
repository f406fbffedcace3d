// Each kernel beside its twin, on one memory of one thread, and what they do for whoever uses them: nanoseconds of processor time, best of RUNS.
//   npm run build && node perf/kernels.mjs [RUNS]
import { treeSearch } from "../dist/estimate/matching/tree.js";
import { hashRows } from "../dist/num/hash.js";
import { openSpace } from "../dist/num/kernels/space.js";
import { twinOps } from "../dist/num/kernels/twin/ops.js";
import { noiseStream } from "../dist/num/noise.js";
import { BLOCK, noiseBench } from "../dist/num/noise-bench.js";
import { normalStream, uniformStream } from "../dist/num/random.js";
import { fillNormal } from "../dist/num/ziggurat.js";
import { machine } from "./stopwatch.mjs";

const runs = Number(process.argv[2] ?? 12);
console.log(machine(runs));
const stream = noiseStream(1, "x", 0);
fillNormal(new Float64Array(BLOCK), BLOCK, stream, 0);

const space = openSpace(1 << 23, false);
const draw = normalStream(uniformStream(1));
const doubles = (count) => {
  const part = space.doubles(count);
  for (let i = 0; i < count; i++) part[i] = draw();
  return part.byteOffset;
};
const words = (values) => {
  const part = space.words(values.length);
  part.set(values);
  return part.byteOffset;
};
const ROWS = 20_000;
const whole = (count, most) => Uint32Array.from({ length: count }, (_, i) => (i * 7919) % most);
const bins = space.bytes(4 * ROWS);
bins.set(whole(4 * ROWS, 256));
const { jumps, strips } = noiseBench();
const [state, jump, numbers, rare] = [words([1, 2, 3, 5]), words(jumps), doubles(BLOCK), doubles(2 * BLOCK)];
const strip = doubles(512);
new Float64Array(space.buffer, strip, 512).set(strips);
const [own, hashes, ids] = [words(whole(BLOCK, 2 ** 31)), words(whole(BLOCK, 2 ** 30)), words(whole(ROWS, ROWS))];
const [moments, hist, pairs] = [doubles(4 * ROWS), doubles(4 * 256), doubles(2 * ROWS)];
const [place, block, away, pairHist] = [doubles(10), doubles(320), doubles(32), doubles(4 * 512)];
const table = words(Array.from({ length: 20 }, () => doubles(512)));
const [scaled, gram] = [doubles(20 * 512), doubles(400)];

const kernels = [
  ["Gram matrix of 20 columns, a row", 512, 200, (ops) => ops.addGram(table, scaled, 20, 512, gram, 20)],
  [
    "histograms of two moments, 4 features, a row",
    ROWS,
    40,
    (ops) => ops.addHistograms(bins.byteOffset, 4, 4, 0, ROWS, pairs, pairHist),
  ],
  ["histogram of four moments, a row", ROWS, 100, (ops) => ops.addMoments(bins.byteOffset, ids, ROWS, moments, hist)],
  ["squared distance in 10 dimensions, a pair", 32, 30_000, (ops) => ops.distances(place, block, 10, 32, away)],
  ["hash of a number", BLOCK, 1000, (ops) => ops.hashNumbers(numbers, BLOCK, own)],
  ["hash of two hashes", BLOCK, 1000, (ops) => ops.mixWords(own, BLOCK, hashes)],
  ["uniform number", BLOCK, 1000, (ops) => ops.uniforms(state, jump, BLOCK, numbers)],
  ["normal number", BLOCK, 1000, (ops) => ops.normals(state, jump, BLOCK, numbers, strip, rare)],
];

function best(count, times, run) {
  let least = Number.POSITIVE_INFINITY;
  for (let r = 0; r < runs; r++) {
    const before = process.cpuUsage();
    for (let i = 0; i < times; i++) run();
    least = Math.min(least, process.cpuUsage(before).user);
  }
  return (1000 * least) / times / count;
}

const twins = twinOps(space.buffer);
for (const [name, count, times, run] of kernels) {
  const [compiled, twin] = [best(count, times, () => run(space.ops)), best(count, times, () => run(twins))];
  console.log(
    `${name.padEnd(48)} ${compiled.toFixed(2)} ns, twin ${twin.toFixed(2)} ns: ${(twin / compiled).toFixed(1)}`,
  );
}

const [people, dims] = [20_000, 10];
const at = Float64Array.from({ length: people * dims }, draw);
const among = Int32Array.from({ length: people / 2 }, (_, i) => i);
const search = treeSearch(at, dims, among, new Float64Array(people).fill(1));
const found = [];
const searches = best(1, 1, () => {
  for (let p = people / 2; p < people; p++) search(p, 1, Number.POSITIVE_INFINITY, found);
});
console.log(`nearest of 10,000 in 10 dimensions, for 10,000: ${(searches / 1e6).toFixed(0)} ms`);
const given = Array.from({ length: 20 }, (_, j) => ({
  kind: "numeric",
  name: `x${j}`,
  values: Float64Array.from({ length: 1e6 }, (_, i) => Math.sin(i * (j + 1))),
}));
console.log(`hashes of 1,000,000 rows of 20 numbers: ${(best(1, 1, () => hashRows(given, 1e6)) / 1e6).toFixed(0)} ms`);
const out = new Float64Array(BLOCK);
console.log(
  `normal numbers, all in all: ${best(BLOCK, 1000, () => fillNormal(out, BLOCK, stream, 3)).toFixed(2)} ns each`,
);
