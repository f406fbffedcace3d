import type { Strata } from "../../num/strata.js";
import { type Engine, streamed } from "../engine.js";
import { chunkValues } from "../fetch.js";
import { bitsOf, coverPairs } from "./blocks.js";
import type { Coded } from "./coded.js";
import type { Levels } from "./levels.js";
import { addCells, type Cells, emptyMargin, type Margin, strataFrom } from "./margins.js";

/** How large a table of all combinations the engine keeps, in bits: what `perfect_ht_threshold` of engine.ts lets it have. */
const MOST_BITS = 16;

/** The strata of each stratifier, then of each pair, and the whole. */
export interface Counted {
  readonly whole: Strata;
  readonly strata: readonly Strata[];
}

/**
 * Counts the table `coded` by every stratifier and by every pair of them. Several are counted together wherever all their combinations fit into
 * a table that the engine addresses directly; what belongs to one or two of them is then the sum over the others.
 * Cost: one pass for each block of columns, a few nanoseconds a row.
 */
export async function countStrata(
  engine: Engine,
  coded: Coded,
  levels: readonly Levels[],
  pairs: boolean,
  report: ((fraction: number) => void) | undefined,
): Promise<Counted> {
  const bits = levels.map(({ labels }) => bitsOf(labels.length));
  const blocks = coverPairs(bits, MOST_BITS - bitsOf(coded.arms), pairs);
  // By place in the answer: the whole, the single columns, the pairs.
  const found = new Map<number, Strata>();
  for (const [done, block] of blocks.entries()) {
    report?.(done / blocks.length);
    const margins = new Map<number, Margin>();
    const want = (place: number, columns: readonly number[]) => {
      if (found.has(place)) return;
      const places = columns.map((k) => block.indexOf(k));
      margins.set(
        place,
        emptyMargin(
          columns.map((k) => levels[k]),
          places,
        ),
      );
    };
    want(0, []);
    for (const i of block) {
      want(1 + i, [i]);
      for (const j of block) if (pairs && i < j) want((1 + i) * (1 + levels.length) + j, [i, j]);
    }
    await countBlock(engine, coded, block, (cells) => {
      for (const margin of margins.values()) addCells(margin, cells, coded.arms === 4);
    });
    for (const [place, margin] of margins) found.set(place, strataFrom(margin));
  }
  const [whole, ...strata] = [...found.keys()].sort((a, b) => a - b).map((place) => found.get(place)!);
  return { whole, strata };
}

/** Counts the combinations that occur in a block of columns, and hands them on by chunks. */
async function countBlock(
  engine: Engine,
  { measures }: Coded,
  columns: readonly number[],
  take: (cells: Cells) => void,
): Promise<void> {
  const keys = ["arm", ...columns.map((k) => `c${k}`)];
  const sums = measures.flatMap((sql, m) => (sql === undefined ? [] : [`CAST(${sql} AS DOUBLE) AS m${m}`]));
  const inner = `SELECT ${[...keys, ...sums].join(", ")} FROM coded GROUP BY ${keys.join(", ")}`;
  const out = [
    ...keys.map((key) => `CAST(${key} AS INTEGER)`),
    ...measures.flatMap((sql, m) => (sql === undefined ? [] : [`m${m}`])),
  ];
  const result = await streamed(engine, `SELECT ${out.join(", ")} FROM (${inner})`);
  for (let chunk = await result.fetchChunk(); chunk && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    const values = out.map((_, c) => chunkValues(chunk!, c));
    let next = keys.length;
    take({
      rows: chunk.rowCount,
      arm: values[0],
      codes: values.slice(1, keys.length),
      measures: measures.map((sql) => (sql === undefined ? undefined : values[next++])),
    });
  }
}
