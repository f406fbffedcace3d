import type { Markish } from "@observablehq/plot";
import type { LadderPair, LadderRow } from "../../query/ladder.js";
import { probability } from "../model/numbers.js";
import type { Html } from "../page/html.js";
import { draw, type Easel } from "../page/svg.js";
import { shorten } from "../words.js";
import { LAYERS, layerVerdict, meaningOf } from "./words.js";

/** Heights in the drawing. */
const HEAD = 30;
const QUERY = 19;
const BAR = 16;
const GAP = 10;
const RUNG = 16;

/** Bars end at 1; the rails stand beside all that. */
const RIGHT = 1.46;
const LEFT = -0.05;

const MODELS = [
  { name: "first", fill: "var(--link)" },
  { name: "second", fill: "url(#ladder-second)" },
] as const;

interface Bar {
  readonly top: number;
  readonly value: number;
  readonly text: string;
  readonly which: 0 | 1;
  readonly bold: boolean;
}

interface Words {
  readonly at: number;
  readonly text: string;
  readonly apart: boolean;
}

interface Sketch {
  readonly bars: readonly Bar[];
  readonly queries: readonly Words[];
  readonly heads: readonly Words[];
  /** Rungs, below what stands on them. */
  readonly rungs: readonly number[];
  readonly height: number;
}

/** A ladder of three rungs with the answers of both models standing on them, imagining at the top: equal below, apart above. */
export function ladderFigure(easel: Easel, pair: LadderPair, rung: 1 | 2, id: string): Html {
  const { Plot } = easel;
  const { bars, queries, heads, rungs, height } = sketch(pair, rung);
  const ends = { fontVariant: "tabular-nums", textAnchor: "start" } as const;
  const marks: Markish[] = [
    Plot.ruleX([LEFT, RIGHT], { stroke: "var(--line)", strokeWidth: 5 }),
    Plot.ruleY(rungs, { x1: LEFT, x2: RIGHT, stroke: "var(--line)", strokeWidth: 5 }),
    ...[true, false].map((apart) =>
      Plot.text(
        heads.filter((one) => one.apart === apart),
        {
          ...ends,
          x: 0,
          y: "at",
          text: "text",
          fill: apart ? "var(--policy)" : "var(--ink)",
          fontWeight: 700,
        },
      ),
    ),
    Plot.text(queries, { ...ends, x: 0, y: "at", text: "text", fill: "var(--soft)" }),
    ...MODELS.map(({ fill }, which) =>
      Plot.rect(
        bars.filter((bar) => bar.which === which),
        {
          x1: 0,
          x2: "value",
          y1: "top",
          y2: (bar: Bar) => bar.top + BAR - 1,
          fill: fill.replace("#ladder-", `#${id}-`),
          stroke: "var(--link)",
          strokeWidth: 1,
        },
      ),
    ),
    ...[true, false].map((bold) =>
      Plot.text(
        bars.filter((bar) => bar.bold === bold),
        {
          ...ends,
          x: "value",
          y: (bar: Bar) => bar.top + BAR / 2,
          dx: 6,
          text: "text",
          fill: "var(--ink)",
          fontWeight: bold ? 700 : 400,
        },
      ),
    ),
  ];
  return draw(easel, {
    id,
    title: "Three rungs: equal below, apart above",
    description: describe(pair),
    hatches: { second: "var(--link)" },
    options: {
      height,
      marginLeft: 6,
      marginRight: 6,
      marginTop: 0,
      marginBottom: 0,
      x: { domain: [LEFT, RIGHT], axis: null },
      y: { domain: [height, 0], axis: null },
      marks,
    },
  });
}

/** Probabilities only, so that all bars are on one scale: the table has the rest. */
function drawn(row: LadderRow): boolean {
  return !/^ATE|- P|\[/.test(row.query);
}

/** "≠ PC(T=1, Y=1): of successes with it: again" */
function nameOf({ query, same }: LadderRow): string {
  const meaning = meaningOf(query);
  return `${same ? "=" : "≠"} ${shorten(query, meaning === undefined ? 44 : 20)}${meaning === undefined ? "" : `  ${meaning}`}`;
}

function sketch(pair: LadderPair, rung: 1 | 2): Sketch {
  const bars: Bar[] = [];
  const queries: Words[] = [];
  const heads: Words[] = [];
  const rungs: number[] = [];
  let at = 0;
  for (const layer of [3, 2, 1] as const) {
    const verdict = layerVerdict(layer, rung);
    heads.push({ at: at + HEAD / 2, text: `${LAYERS[layer]}: ${verdict}`, apart: layer > rung });
    at += HEAD;
    for (const row of pair.rows.filter((one) => one.layer === layer && drawn(one))) {
      queries.push({
        at: at + QUERY / 2 - 1,
        text: nameOf(row),
        apart: !row.same,
      });
      at += QUERY;
      for (const which of [0, 1] as const) {
        const text = `${MODELS[which].name} ${probability.text(row.values[which])}`;
        bars.push({ top: at, value: row.values[which], text, which, bold: !row.same });
        at += BAR;
      }
      at += GAP;
    }
    rungs.push(at);
    at += RUNG;
  }
  return { bars, queries, heads, rungs, height: at };
}

function describe({ rows }: LadderPair): string {
  return rows
    .filter(drawn)
    .map(({ layer, query, values: [one, other], same }) => {
      const numbers = same
        ? `${probability.text(one)} in both`
        : `${probability.text(one)} and ${probability.text(other)}`;
      return `${LAYERS[layer]}, ${query}: ${numbers}`;
    })
    .join("; ");
}
