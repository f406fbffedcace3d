import type { BerksonCheck } from "../../query/berkson.js";
import { plate } from "../effect/plate.js";
import { countText } from "../format.js";
import type { Html } from "../page/html.js";
import { draw, type Easel } from "../page/svg.js";
import { shorten } from "../words.js";
import { chanceRows, pairNames, ratioValue, shareText } from "./berkson-words.js";

const TILE = 108;

/** The four chances of being selected as tiles, the darker the greater; nothing where they are not known. */
export function chanceTiles(easel: Easel, check: BerksonCheck): Html | string {
  const { chances } = check;
  if (chances === null) return "";
  const { Plot } = easel;
  const [a, b] = pairNames(check).map((name, k) => shorten(name, k === 0 ? 16 : 13));
  const most = Math.max(...chances.groups.map(({ value }) => value ?? 0)) || 1;
  const counted = countsOf(check);
  const tiles = chances.groups.map(({ first, second, value }, g) => ({
    x: first,
    y: second,
    value,
    text: shareText(value),
    sign: ["h00", "h10", "h01", "h11"][g],
    count: counted[g],
  }));
  const finding = `The chances of being selected multiply the odds ratio by ${ratioValue(chances.ratio)}`;
  const drawing = draw(easel, {
    id: "chances",
    title: finding,
    description: tiles.map(({ sign, text, count }) => `${sign}: ${text}${count === "" ? "" : `, ${count}`}`).join("; "),
    options: {
      height: 2 * TILE + 54,
      marginLeft: 116,
      marginRight: 8,
      marginTop: 46,
      marginBottom: 8,
      x: { domain: [0, 2], axis: null },
      y: { domain: [0, 2], axis: null },
      marks: [
        Plot.rect(tiles, {
          x1: "x",
          x2: ({ x }: { x: number }) => x + 1,
          y1: "y",
          y2: ({ y }: { y: number }) => y + 1,
          inset: 2,
          fill: "var(--anyway)",
          fillOpacity: ({ value }: { value: number | null }) => 0.08 + (0.5 * (value ?? 0)) / most,
        }),
        ...[
          { key: "text" as const, dy: -8, fontSize: 24, fontWeight: 700, fill: "var(--ink)" },
          { key: "count" as const, dy: 18, fontSize: 12.5, fontWeight: 400, fill: "var(--ink)" },
          { key: "sign" as const, dy: 38, fontSize: 12.5, fontWeight: 400, fill: "var(--ink)" },
        ].map(({ key, ...look }) =>
          Plot.text(tiles, {
            x: ({ x }: { x: number }) => x + 0.5,
            y: ({ y }: { y: number }) => y + 0.5,
            text: key,
            ...look,
          }),
        ),
        Plot.text([`not ${a}`, a], {
          x: (_: string, i: number) => i + 0.5,
          frameAnchor: "top",
          dy: -18,
          text: (text: string) => text,
          fill: "var(--ink)",
          fontWeight: 650,
        }),
        Plot.text([`not\n${b}`, b], {
          y: (_: string, i: number) => i + 0.5,
          frameAnchor: "left",
          dx: -10,
          textAnchor: "end",
          text: (text: string) => text,
          fill: "var(--ink)",
          fontWeight: 650,
        }),
      ],
    },
  });
  const rows = chanceRows(check).map(([who, sign, value], g) => [who, sign, value, counted[g]]);
  return plate(finding, drawing, ["Group", "Sign", "Chance", "Selected"], rows);
}

/** "626 of 3,000" of each group, where the whole table was counted. */
function countsOf({ groups, provenance }: BerksonCheck): readonly string[] {
  const [whole, inside] = ["population", "selected"].map((who) => groups.find((group) => group.who === who)?.counts);
  if (whole === undefined || inside === undefined || provenance["weights"] === "law") return ["", "", "", ""];
  return (["neither", "first", "second", "both"] as const).map(
    (who) => `${countText(inside[who])} of ${countText(whole[who])}`,
  );
}
