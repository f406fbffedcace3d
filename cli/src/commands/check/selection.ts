import type { BerksonCheck, BerksonOptions } from "discoscm";
import { usage } from "../../errors.js";
import { readGraph } from "../../graph-options.js";
import { startProgress } from "../../progress.js";
import { defined, readOptionsOf } from "../../table-options.js";
import { type Style, tellAnswer } from "../../tell.js";
import { type CheckFlags, claimPage } from "./flags.js";

/** The mode of `--pair` and `--selected`: an association that selection makes (Berkson). */
export async function checkSelection(table: string, flags: CheckFlags): Promise<void> {
  const { pair, selected, given = [], weight, labels, level, seed, missing, selectionProbability: probability } = flags;
  if (pair === undefined || pair.length !== 2) {
    const next = "name two two-valued columns: --pair A,B";
    throw usage("--pair", "a pair is two columns", pair?.join(", "), next);
  }
  const report = claimPage(table, flags);
  const known = { ...chancesOf(flags), ...yesOf(flags) };
  const graph = flags.graph === undefined ? undefined : await readGraph(flags.graph, flags.quiet === true);
  const options = {
    pair: [pair[0], pair[1]] as const,
    ...known,
    ...defined({ selected, probability, given, graph, level, seed }),
  } satisfies BerksonOptions;
  const progress = startProgress(process.stderr, flags.quiet === true);
  // Loaded only now: help and complaints about options should not wait for an engine.
  const [{ readFrame }, { checkSelection }] = await Promise.all([import("discoscm/table"), import("discoscm")]);
  const columns = [...pair, selected, probability, ...given].filter((name) => name !== undefined);
  // Others may lack what only the selected were asked. Where rows are to be dropped and nothing is learnt from others, they are.
  const open =
    missing === "drop" && given.length === 0 ? [] : [...pair, ...(probability === undefined ? [] : [probability])];
  const reading = { ...readOptionsOf(flags), ...defined({ weight, labels }), gaps: open, onProgress: progress.update };
  let check: BerksonCheck;
  try {
    check = checkSelection(await readFrame(table, columns, reading), options);
  } finally {
    progress.done();
  }
  const { berksonJson, berksonPage, berksonText } = await import("discoscm/report");
  const forms = {
    json: () => berksonJson(check),
    text: (style: Style) => berksonText(check, style),
    page: () => berksonPage(check),
    warnings: check.warnings,
  };
  await tellAnswer(forms, flags, report);
}

/** The numbers of `--chances` and `--chances-between`; how many and how large, the library says. */
function chancesOf({ chances, chancesBetween }: CheckFlags): Pick<BerksonOptions, "chances" | "between"> {
  const four = numbers("--chances", chances, "0.02,0.5,0.5,0.75");
  const two = numbers("--chances-between", chancesBetween, "0.05,0.5");
  return {
    ...(four && { chances: four as unknown as NonNullable<BerksonOptions["chances"]> }),
    ...(two && { between: two as unknown as NonNullable<BerksonOptions["between"]> }),
  };
}

function numbers(flag: string, text: string | undefined, example: string): readonly number[] | undefined {
  if (text === undefined) return undefined;
  const values = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (values.every(Number.isFinite)) return values;
  throw usage(flag, "it takes numbers with commas between", text, `write ${flag} ${example}`);
}

/** `--yes 'column=value'`, cut at the first equals sign. */
function yesOf({ yes = [] }: CheckFlags): Pick<BerksonOptions, "yes"> {
  const pairs = yes.map((text): [string, string] => {
    const at = text.indexOf("=");
    if (at > 0) return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    throw usage("--yes", "it takes a column and its value", text, "write --yes 'sex=female'");
  });
  return pairs.length === 0 ? {} : { yes: Object.fromEntries(pairs) };
}
