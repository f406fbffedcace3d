import type { DotOptions, Markish } from "@observablehq/plot";
import type { Attribution } from "../../query/attribution.js";
import { amountTicks, percent } from "../format.js";
import { shortArm } from "../words.js";
import type { Html } from "./html.js";
import { draw, type Easel } from "./svg.js";

export interface Person {
  readonly p0: number;
  readonly p1: number;
  readonly treated: boolean;
  /** The outcome was a success; for a numeric outcome, above the average of its arm. */
  readonly success: boolean;
}

/** The sampled individuals; for a numeric outcome "success" is being above the average of the arm. */
export function people({ cloud, outcome }: Attribution): readonly Person[] {
  const averages = [false, true].map((arm) => {
    const seen = cloud.outcome.filter((_, i) => cloud.treated[i] === arm);
    return seen.reduce((sum, value) => sum + value, 0) / Math.max(1, seen.length);
  });
  return cloud.p0.map((p0, i) => {
    const treated = cloud.treated[i];
    const success = outcome.kind === "binary" ? cloud.outcome[i] === 1 : cloud.outcome[i] > averages[Number(treated)];
    return { p0, p1: cloud.p1[i], treated, success };
  });
}

/** Each individual as a dot: the outlook without the treatment (across) against the outlook with it (up). */
export function cloudFigure(easel: Easel, answer: Attribution): Html {
  const { Plot } = easel;
  const dots = people(answer);
  const domain = cloudDomain(answer, dots);
  const binary = answer.outcome.kind === "binary";
  const what = binary ? "chance" : "expected";
  const unit = binary ? ", %" : "";
  const tickFormat = binary ? percent.bare : amountTicks(Math.max(-domain[0], domain[1]));
  const scale = { domain, ticks: 5, tickFormat, grid: true, tickSize: 0, inset: 6, labelArrow: "none" } as const;
  const region = {
    fontWeight: 650,
    fill: "var(--soft)",
    stroke: "var(--paper)",
    strokeWidth: 5,
    text: (d: string) => d,
  } as const;
  return draw(easel, {
    id: "cloud",
    title: "Every individual, without and with the treatment",
    description:
      `${dots.length} individuals: across, the outlook with ${shortArm(answer, false, 40)}; up, with ${shortArm(answer, true, 40)}. ` +
      `${dots.filter((dot) => dot.p1 > dot.p0).length} lie above the diagonal: the treatment helps them.`,
    options: {
      height: 400,
      marginLeft: 46,
      marginRight: 16,
      marginTop: 30,
      marginBottom: 44,
      x: { ...scale, label: `${what} with ${shortArm(answer, false, 22)}${unit} →`, labelAnchor: "center" },
      y: { ...scale, label: `↑ ${what} with ${shortArm(answer, true, 22)}${unit}`, labelAnchor: "top" },
      marks: [
        Plot.line(
          domain.map((end) => [end, end]),
          { stroke: "var(--ink)", strokeDasharray: "5 4" },
        ),
        ...dotMarks(easel, dots),
        Plot.text(["helped"], { ...region, frameAnchor: "top-left", dx: 8, dy: 8 }),
        Plot.text(["harmed"], { ...region, frameAnchor: "bottom-right", dx: -8, dy: -8 }),
      ],
    },
  });
}

/** Arm by colour and shape, outcome by filling: both survive colour blindness and grey print. */
function dotMarks({ Plot }: Easel, dots: readonly Person[]): Markish[] {
  return [false, true].flatMap((treated) =>
    [false, true].map((success) => {
      const color = treated ? "var(--treated)" : "var(--control)";
      const look: DotOptions = success ? { fill: color, fillOpacity: 0.72 } : { stroke: color, strokeWidth: 1.3 };
      const subset = dots.filter((dot) => dot.treated === treated && dot.success === success);
      return Plot.dot(subset, { x: "p0", y: "p1", r: 3.2, symbol: treated ? "circle" : "square", ...look });
    }),
  );
}

/** The same range both ways, so that the diagonal is "no difference". */
function cloudDomain(answer: Attribution, dots: readonly Person[]): [number, number] {
  const values = dots.flatMap((dot) => [dot.p0, dot.p1]);
  if (values.length === 0) return [0, 1];
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  if (answer.outcome.kind === "binary") return tenths(low, high);
  const margin = (high - low || 1) * 0.05;
  return [low - margin, high + margin];
}

function tenths(low: number, high: number): [number, number] {
  const from = Math.floor(low * 10) / 10;
  const to = Math.ceil(high * 10) / 10;
  if (to > from) return [from, to];
  return from < 1 ? [from, from + 0.1] : [0.9, 1];
}
