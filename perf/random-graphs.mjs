// Random graphs for the measurements, the same at every run.

/** Mulberry32. */
export function drawFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Nodes and edges at random: directed ones from earlier to later in an order of its own, `degree` of them at each node on average, and
 * `shared` bidirected ones; some nodes latent.
 */
export function randomEdges(seed, size, degree, { latent = 0, shared = 0 } = {}) {
  const draw = drawFrom(seed);
  const nodes = Array.from({ length: size }, (_, i) => ({ name: `V${i}`, roles: draw() < latent ? ["latent"] : [] }));
  const place = nodes.map(draw);
  const edges = new Map();
  const add = (kind) => {
    const [a, b] = [Math.floor(draw() * size), Math.floor(draw() * size)];
    const [from, to] = place[a] < place[b] ? [a, b] : [b, a];
    if (a !== b) edges.set(`${from} ${kind} ${to}`, { from: nodes[from].name, to: nodes[to].name, kind });
  };
  while (edges.size < (size * degree) / 2) add("->");
  const directed = edges.size;
  while (edges.size < directed + shared) add("<->");
  return { nodes, edges: [...edges.values()] };
}
