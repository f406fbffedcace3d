import { LEAF_SIZE, type Packed } from "./packed.js";

/** Trees while they grow: typed arrays with room to spare. */
export interface Builder {
  readonly kind: Packed["kind"];
  readonly bag: number;
  readonly nodeStart: number[];
  readonly leafStart: number[];
  readonly setStart: number[];
  split: Uint16Array<ArrayBuffer>;
  threshold: Uint8Array<ArrayBuffer>;
  right: Int32Array<ArrayBuffer>;
  setRight: Int32Array<ArrayBuffer>;
  sets: Uint8Array<ArrayBuffer>;
  leaves: Float64Array<ArrayBuffer>;
  nodes: number;
  leafCount: number;
  setCount: number;
}

export function startBuilder(kind: Packed["kind"], bag: number): Builder {
  return {
    kind,
    bag,
    nodeStart: [0],
    leafStart: [0],
    setStart: [0],
    split: new Uint16Array(1024),
    threshold: new Uint8Array(1024),
    right: new Int32Array(1024),
    setRight: new Int32Array(16),
    sets: new Uint8Array(512),
    leaves: new Float64Array(1024),
    nodes: 0,
    leafCount: 0,
    setCount: 0,
  };
}

/** A place for a node. */
export function addNode(builder: Builder): number {
  if (builder.nodes === builder.split.length) {
    const room = 2 * builder.nodes;
    builder.split = widen(builder.split, new Uint16Array(room));
    builder.threshold = widen(builder.threshold, new Uint8Array(room));
    builder.right = widen(builder.right, new Int32Array(room));
  }
  return builder.nodes++;
}

/** A place for a leaf's numbers. */
export function addLeaf(builder: Builder): number {
  const size = LEAF_SIZE[builder.kind];
  if ((builder.leafCount + 1) * size > builder.leaves.length) {
    builder.leaves = widen(builder.leaves, new Float64Array(2 * builder.leaves.length));
  }
  return builder.leafCount++;
}

export function addSet(builder: Builder, set: Uint8Array): number {
  const at = builder.setCount;
  if (at === builder.setRight.length) {
    builder.setRight = widen(builder.setRight, new Int32Array(2 * at));
    builder.sets = widen(builder.sets, new Uint8Array(64 * at));
  }
  builder.sets.set(set, 32 * at);
  return builder.setCount++;
}

export function endTree(builder: Builder): void {
  builder.nodeStart.push(builder.nodes);
  builder.leafStart.push(builder.leafCount);
  builder.setStart.push(builder.setCount);
}

/** What has grown, without the room to spare. */
export function packBuilder(builder: Builder): Packed {
  const { kind, bag, nodes, leafCount, setCount } = builder;
  return {
    kind,
    bag,
    trees: builder.nodeStart.length - 1,
    nodeStart: Int32Array.from(builder.nodeStart),
    leafStart: Int32Array.from(builder.leafStart),
    setStart: Int32Array.from(builder.setStart),
    split: builder.split.slice(0, nodes),
    threshold: builder.threshold.slice(0, nodes),
    right: builder.right.slice(0, nodes),
    setRight: builder.setRight.slice(0, setCount),
    sets: builder.sets.slice(0, 32 * setCount),
    leaves: builder.leaves.slice(0, LEAF_SIZE[kind] * leafCount),
  };
}

function widen<T extends Uint16Array | Uint8Array | Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
