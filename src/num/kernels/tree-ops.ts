/**
 * The kernels of trees: bins row-major, `stride` bytes a row (a multiple of 4); pairs of doubles, histograms and scores at multiples of 8. What each does is
 * said in assembly/trees.ts.
 */
export interface TreeOps {
  readonly addHistograms: (
    bins: number,
    stride: number,
    width: number,
    ids: number,
    count: number,
    pairs: number,
    hist: number,
  ) => void;
  readonly subtract: (parent: number, child: number, count: number) => void;
  readonly clear: (at: number, count: number) => void;
  readonly moveRows: (
    bins: number,
    stride: number,
    ids: number,
    byId: number,
    feature: number,
    side: number,
    count: number,
    pairs: number,
    toBins: number,
    toPairs: number,
    toIds: number,
  ) => number;
  readonly moveIds: (
    bins: number,
    stride: number,
    ids: number,
    byId: number,
    feature: number,
    side: number,
    count: number,
    toIds: number,
  ) => number;
  readonly addLeaf: (ids: number, count: number, score: number, value: number) => void;
  readonly logisticPairs: (
    ids: number,
    count: number,
    score: number,
    y: number,
    gradient: number,
    hessian: number,
    pack: number,
    pairs: number,
  ) => void;
  readonly walk: (
    bins: number,
    stride: number,
    ids: number,
    count: number,
    nodes: number,
    values: number,
    depth: number,
    out: number,
    byId: number,
  ) => void;
  readonly walkSides: (
    bins: number,
    stride: number,
    ids: number,
    count: number,
    nodes: number,
    values: number,
    depth: number,
    sides: number,
    out: number,
    byId: number,
  ) => void;
  readonly choose: (keys: number, count: number, salt: number, limit: number, order: number) => number;
}
