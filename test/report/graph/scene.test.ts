import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { along, crossings, type Point, within } from "../../../src/report/graph/geometry.ts";
import { openDagre } from "../../../src/report/graph/layout.ts";
import { NARROW, type Scene, sceneOf } from "../../../src/report/graph/scene.ts";
import { flat, madeUp } from "./graphs.ts";

const dagre = await openDagre();

const pointsOf = (scene: Scene): readonly (readonly Point[])[] => scene.routes.map(({ curve }) => along(curve, 24));

/** How often two edges of the drawing cross, or an edge runs over a node that is not its own. */
function faultsOf(scene: Scene): { readonly crossed: number; readonly hidden: number } {
  const lines = pointsOf(scene);
  let [crossed, hidden] = [0, 0];
  lines.forEach((line, i) => {
    for (const other of lines.slice(i + 1)) crossed += crossings(line, other);
    const { from, to } = scene.routes[i].link;
    scene.placed.forEach(({ box }, node) => {
      if (node !== from && node !== to && line.some((point) => within(box, point))) hidden++;
    });
  });
  return { crossed, hidden };
}

describe.each(Object.entries(flat))("%s", (_, [graph, options]) => {
  const scene = sceneOf(dagre, graph, options);

  it("is drawn with no edge across another or over a node, narrow enough for a phone", () => {
    expect(faultsOf(scene)).toEqual({ crossed: 0, hidden: 0 });
    expect(scene.extent[2] - scene.extent[0]).toBeLessThanOrEqual(NARROW);
  });

  it("shows every edge: between two nodes an arrow and a dashed edge keep apart", () => {
    const lines = pointsOf(scene);
    scene.routes.forEach(({ link }, i) => {
      const middle = lines[i][Math.floor(lines[i].length / 2)];
      scene.routes.forEach((other, j) => {
        if (j === i || Math.min(link.from, link.to) !== Math.min(other.link.from, other.link.to)) return;
        const nearest = Math.min(...lines[j].map(({ x, y }) => Math.hypot(x - middle.x, y - middle.y)));
        expect(nearest).toBeGreaterThan(8);
      });
    });
  });
});

it("any graph: nodes keep apart, edges run from border to border, nothing leaves the drawing", () => {
  const numbers = fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { maxLength: 54 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), numbers, (size, list) => {
      const scene = sceneOf(dagre, madeUp(size, list), {});
      const [left, top, right, bottom] = scene.extent;
      scene.placed.forEach(({ box }, i) => {
        expect(box.x - box.width / 2).toBeGreaterThan(left);
        expect(box.x + box.width / 2).toBeLessThan(right);
        for (const { box: other } of scene.placed.slice(i + 1)) {
          const [dx, dy] = [Math.abs(box.x - other.x), Math.abs(box.y - other.y)];
          expect(dx >= (box.width + other.width) / 2 || dy >= (box.height + other.height) / 2).toBe(true);
        }
      });
      pointsOf(scene).forEach((line, i) => {
        for (const { x, y } of line) expect(x > left && x < right && y > top && y < bottom).toBe(true);
        const { from, to } = scene.routes[i].link;
        const [a, b] = [scene.placed[from].box, scene.placed[to].box];
        for (const [box, end] of [
          [a, line[0]],
          [b, line[line.length - 1]],
        ] as const) {
          expect(within(box, end, 1)).toBe(true);
          expect(within(box, end, -1)).toBe(false);
        }
      });
    }),
    { numRuns: 12, seed: 20 },
  );
});
