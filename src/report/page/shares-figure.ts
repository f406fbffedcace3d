import type { Markish } from "@observablehq/plot";
import type { Answer } from "../../query/answer.js";
import type { Attribution, Evidence } from "../../query/attribution.js";
import { amountTicks } from "../format.js";
import { type Line, limitOf, shareLines } from "../lines.js";
import { eventText } from "../words.js";
import type { Html } from "./html.js";
import { draw, type Easel } from "./svg.js";

type Key = "anyway" | "policy" | "chance";
type Span = { readonly key: Key; readonly from: number; readonly to: number };

const KEYS: readonly Key[] = ["anyway", "policy", "chance"];

/** The range of numbers that the drawings of all evidences share, so that their bars can be compared. */
export function sharesDomain(answer: Attribution): readonly [number, number] {
  const ends = answer.evidence.flatMap(({ shares }) =>
    KEYS.flatMap((key) => [shares[key].value ?? 0, ...(shares[key].interval ?? []), ...(shares[key].bounds ?? [])]),
  );
  const most = answer.outcome.kind === "binary" ? 1 : 0;
  const [low, high] = [Math.min(0, ...ends), Math.max(most, ...ends)];
  return [low, high > low ? high : low + 1];
}

/**
 * The shares of one evidence as bars from zero. Three things that must not be taken for one another look different: the
 * value (solid), sampling uncertainty (a thin line with caps), and what no amount of data would tell (a hatched band).
 */
export function sharesFigure(
  easel: Easel,
  answer: Attribution,
  evidence: Evidence,
  id: string,
  domain: readonly [number, number],
): Html {
  const lines = shareLines(answer, evidence);
  return draw(easel, {
    id,
    title: `Shares of ${eventText(answer, evidence)}`,
    description: lines.map(describe).join("; "),
    hatches: { anyway: "var(--anyway)", policy: "var(--policy)", chance: "var(--chance)" },
    options: {
      height: 150,
      marginLeft: 60,
      marginRight: 62,
      marginTop: 2,
      marginBottom: 28,
      x: axis(answer, domain),
      y: { domain: KEYS, label: null, tickSize: 0, padding: 0, tickPadding: 8 },
      marks: marks(easel, answer, evidence, id, domain[1]),
    },
  });
}

function axis(answer: Attribution, domain: readonly [number, number]): object {
  const format = { domain, label: null, grid: true, ticks: 5, tickSize: 0 };
  if (answer.outcome.kind === "numeric")
    return { ...format, tickFormat: amountTicks(Math.max(-domain[0], domain[1])), ticks: 4 };
  return { ...format, tickFormat: (value: number) => `${Math.round(value * 100)}`.replace("-", "\u2212") };
}

function marks({ Plot }: Easel, answer: Attribution, evidence: Evidence, id: string, end: number): Markish[] {
  const { shares } = evidence;
  const bands = spans(shares, (share) => share.bounds);
  const intervals = spans(shares, (share) => share.interval);
  const solid = KEYS.filter((key) => shares[key].value !== null && limitOf(shares[key]) === undefined);
  const lines = shareLines(answer, evidence).filter((line) => line.key !== "again");
  const cap = { y: "key", stroke: "var(--ink)", strokeWidth: 1.5, insetTop: 26, insetBottom: 6 } as const;
  return [
    Plot.barX(bands, {
      x1: "from",
      x2: "to",
      y: "key",
      fill: ({ key }: Span) => `url(#${id}-${key})`,
      insetTop: 3,
      insetBottom: 3,
    }),
    Plot.barX(solid, {
      x: (key: Key) => shares[key].value,
      y: (key: Key) => key,
      fill: (key: Key) => `var(--${key})`,
      insetTop: 8,
      insetBottom: 18,
    }),
    Plot.ruleX([0], { stroke: "var(--ink)", strokeWidth: 1 }),
    // Below the bar, with a halo, so that it is seen on every ground.
    Plot.ruleY(intervals, { x1: "from", x2: "to", y: "key", stroke: "var(--paper)", strokeWidth: 5, dy: 10 }),
    Plot.ruleY(intervals, { x1: "from", x2: "to", y: "key", stroke: "var(--ink)", strokeWidth: 1.5, dy: 10 }),
    Plot.tickX(intervals, { ...cap, x: "from" }),
    Plot.tickX(intervals, { ...cap, x: "to" }),
    Plot.text(lines, {
      x: () => end,
      y: "key",
      text: (line: Line) => (line.value === "not known" ? "" : line.value),
      dx: 60,
      textAnchor: "end",
      fontWeight: 650,
      fontVariant: "tabular-nums",
    }),
    Plot.text(
      lines.filter((line) => line.value === "not known"),
      { x: 0, dx: 8, y: "key", text: "value", textAnchor: "start", fill: "var(--soft)" },
    ),
  ];
}

function spans(shares: Evidence["shares"], pick: (answer: Answer) => readonly [number, number] | undefined): Span[] {
  return KEYS.flatMap((key) => {
    const range = pick(shares[key]);
    return range === undefined ? [] : [{ key, from: range[0], to: range[1] }];
  });
}

function describe(line: Line): string {
  const interval = line.interval === "" ? "" : `, interval ${line.interval}`;
  const bounds = line.bounds === "" ? "" : `, bounds ${line.bounds}`;
  return `${line.label}: ${line.value}${interval}${bounds}`;
}
