// What the kernels' binary exports. Built by `npm run kernels` into ../binary.ts; every function has a twin in ../twin/ that gives the same bits.
export { addGram } from "./gram";
export { logisticCurve, logisticRows } from "./logistic";
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
