// What the kernels' binary exports. Built by `npm run kernels` into ../binary.ts; every function has a twin in ../twin/ that gives the same bits.
export { distances } from "./distances";
export { addGram } from "./gram";
export { hashNumbers, mixWords } from "./hash";
export { logisticCurve, logisticRows } from "./logistic";
export { addMoments } from "./moments";
export { normals, uniforms } from "./noise";
export { addProducts, scaleRows, weightedSums } from "./rows";
export {
  addHistograms,
  addLeaf,
  choose,
  clear,
  logisticPairs,
  moveIds,
  moveRows,
  subtract,
  walk,
  walkSides,
} from "./trees";
