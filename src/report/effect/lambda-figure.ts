import type { EffectAnswer, Sensitivity } from "../../query/effect.js";
import { fixed, type Scale } from "../format.js";
import type { Html } from "../page/html.js";
import { draw, type Easel } from "../page/svg.js";
import { shorten } from "../words.js";
import { axisTicks, plate, roomFor, shownRows } from "./plate.js";
import { nothingOf } from "./scale.js";
import { outcomeText } from "./words.js";

/** What the effect could be when the odds of treatment may be wrong by a factor up to Lambda; nothing where the check has no such rows. */
export function lambdaPlate(easel: Easel, answer: EffectAnswer, check: Sensitivity, scale: Scale): Html | string {
  const rows = (check.rows ?? [])
    .map((row) => ({ lambda: row["lambda"], low: row["low"], high: row["high"] }))
    .filter((row) => Object.values(row).every(Number.isFinite))
    .sort((a, b) => a.lambda - b.lambda);
  if (rows.length < 2) return "";
  const table = rows.map(({ lambda, low, high }) => [
    fixed(lambda, 2),
    ...[low, high].map((end) => scale.text(end).replaceAll("\u00a0", " ")),
  ]);
  const finding = lambdaFinding(check);
  const drawing = lambdaFigure(easel, answer, check, rows, scale, finding);
  return plate(finding, drawing, ["Lambda", "Lowest", "Highest"], shownRows(table));
}

/** The head of the drawing: shorter than the finding, which stands above. */
function lambdaFinding({ finding, values }: Sensitivity): string {
  const { smallest, beyond } = values;
  if (typeof smallest !== "number" || beyond === true || !(smallest > 1)) return finding;
  return `The range reaches no effect where odds of treatment may be wrong ${fixed(smallest, 2)}-fold`;
}

/** Beyond this the axis shows factors, not their differences. */
const FACTORS = 4;

function lambdaFigure(
  easel: Easel,
  answer: EffectAnswer,
  check: Sensitivity,
  rows: readonly { readonly lambda: number; readonly low: number; readonly high: number }[],
  scale: Scale,
  finding: string,
): Html {
  const { Plot } = easel;
  const { contrast, outcome } = answer;
  const nothing = nothingOf(contrast);
  const [low, high] = roomFor(
    rows.flatMap((row) => [row.low, row.high]),
    [nothing],
  );
  const [from, to] = [rows[0].lambda, rows[rows.length - 1].lambda];
  const last = rows[rows.length - 1];
  const id = `lambda-${check.id}`;
  const across = { x: "lambda", curve: "linear", stroke: "var(--chance)", strokeWidth: 1.5 } as const;
  return draw(easel, {
    id,
    title: finding,
    description: `At Lambda ${fixed(from, 2)} the effect lies from ${scale.text(rows[0].low)} to ${scale.text(rows[0].high)}, at ${fixed(to, 2)} from ${scale.text(last.low)} to ${scale.text(last.high)}.`,
    hatches: { open: "var(--chance)" },
    options: {
      height: 300,
      marginLeft: 60,
      marginRight: 14,
      marginTop: 30,
      marginBottom: 44,
      x: {
        domain: [from, to],
        ...(to > FACTORS * from
          ? {
              type: "log",
              ticks: [1, 2, 5, 10, 20, 50, 100].filter((tick) => tick >= from && tick <= to),
              tickFormat: String,
            }
          : axisTicks(from, to)),
        label: "odds of treatment wrong by up to (Lambda)",
        labelAnchor: "center",
        labelArrow: "none",
      },
      y: {
        domain: [low, high],
        ...axisTicks(low, high, contrast === "difference" && outcome.kind === "binary" ? 100 : 1),
        label: `↑ effect on ${shorten(outcomeText(answer), 24)}${outcome.kind === "binary" && contrast === "difference" ? ", points" : ""}`,
        labelAnchor: "top",
        labelArrow: "none",
        grid: true,
        tickSize: 0,
      },
      marks: [
        Plot.areaY(rows, { x: "lambda", y1: "low", y2: "high", fill: `url(#${id}-open)` }),
        Plot.line(rows, { ...across, y: "low" }),
        Plot.line(rows, { ...across, y: "high" }),
        Plot.ruleY([nothing], { stroke: "var(--policy)", strokeDasharray: "5 4" }),
      ],
    },
  });
}
