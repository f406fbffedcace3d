import type { Study } from "../../num/study.js";
import type { Sensitivity } from "../../query/effect.js";
import type { Estimate } from "../scores.js";
import { type AgainOptions, attempt, type Reestimate } from "./again.js";
import { binomial, streamsOf } from "./draws.js";
import { withCounts } from "./rows.js";
import { plain } from "./say.js";

/** A change beyond this many standard errors is more than a covariate without meaning should make. */
const MUCH = 0.5;

/**
 * Adds a covariate that a coin decides for each observation and estimates again: nothing that matters was added, so the number should hardly
 * move. A row that stands for several observations is parted between the sides of the coin. Undefined for an exact law, where a coin changes
 * nothing. Cost: one re-estimation.
 */
export async function randomCause(
  study: Study,
  original: Estimate,
  reestimate: Reestimate,
  { method, seed }: AgainOptions,
): Promise<Sensitivity | undefined> {
  if (study.weights?.kind === "law") return undefined;
  const found = await attempt(reestimate, withCoin(study, seed));
  const about = {
    id: "random-cause",
    name: "Random common cause",
    method,
    can: "It can show that an estimate hangs on which covariates happen to be there: one without meaning should not move it.",
    cannot:
      "It cannot show that the covariates suffice: a biased estimate stands as still as a right one when noise is added.",
  } as const;
  if (found instanceof Error) {
    const finding = `With a covariate decided by a coin there was no estimate: ${found.message}`;
    return { ...about, finding, values: { original: original.value, passed: false } };
  }
  const change = found.value - original.value;
  const relative = original.se === undefined || !(original.se > 0) ? undefined : change / original.se;
  const passed = relative === undefined ? undefined : Math.abs(relative) <= MUCH;
  const moved = relative === undefined ? "" : `, ${plain(Math.abs(relative))} standard errors`;
  const judged =
    passed === undefined
      ? ""
      : passed
        ? "; that is little, as it should be"
        : "; that is much for a covariate without meaning";
  return {
    ...about,
    finding: `With one more covariate, decided by a coin, the estimate goes from ${plain(original.value)} to ${plain(found.value)}${moved}${judged}.`,
    values: {
      original: original.value,
      value: found.value,
      change,
      ...(relative === undefined ? {} : { standardErrors: relative, passed: passed! }),
    },
  };
}

/** The study with a covariate of two equally likely levels, drawn for each observation. */
export function withCoin(study: Study, seed: number): Study {
  const streamOf = streamsOf(study);
  const names = new Set(study.given.map(({ name }) => name));
  let name = "coin";
  while (names.has(name)) name += "'";
  const levels = ["heads", "tails"];
  const { weights } = study;
  if (weights === undefined) {
    const codes = Int32Array.from({ length: study.rows }, (_, row) => (streamOf(row, seed)() < 0.5 ? 0 : 1));
    return { ...study, given: [...study.given, { kind: "categorical", name, codes, levels }] };
  }
  const [rows, codes, counts]: [number[], number[], number[]] = [[], [], []];
  weights.values.forEach((count, row) => {
    const heads = binomial(streamOf(row, seed), count, 0.5);
    [heads, count - heads].forEach((part, side) => {
      if (part === 0) return;
      rows.push(row);
      codes.push(side);
      counts.push(part);
    });
  });
  const parted = withCounts(study, Int32Array.from(rows), Float64Array.from(counts));
  return { ...parted, given: [...parted.given, { kind: "categorical", name, codes: Int32Array.from(codes), levels }] };
}
