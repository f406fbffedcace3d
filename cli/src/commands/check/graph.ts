import type { Graph, GraphCheck } from "discoscm";
import { readGraph } from "../../graph-options.js";
import { startProgress } from "../../progress.js";
import { defined, readOptionsOf } from "../../table-options.js";
import { type Style, tellAnswer } from "../../tell.js";
import { type CheckFlags, claimPage } from "./flags.js";

/** The mode of `--graph` alone: which independencies that the graph claims do the data contradict? */
export async function checkAgainst(argument: string, table: string, flags: CheckFlags): Promise<void> {
  const report = claimPage(table, flags);
  const graph = await readGraph(argument, flags.quiet === true);
  const progress = startProgress(process.stderr, flags.quiet === true);
  const onProgress = progress.update;
  // Loaded only now: help and complaints about options should not wait for an engine.
  const [{ readFrame }, { budgetOf, checkGraph }] = await Promise.all([import("discoscm/table"), import("discoscm")]);
  const { level, seed, seconds, weight, labels } = flags;
  const reading = { ...readOptionsOf(flags), ...defined({ weight, labels }), onProgress };
  let check: GraphCheck;
  try {
    const frame = await readFrame(table, measured(graph), reading);
    const limit = seconds === undefined ? {} : { budget: budgetOf(seconds) };
    check = await checkGraph(frame, graph, { ...defined({ level, seed }), ...limit, onProgress });
  } finally {
    progress.done();
  }
  const { graphCheckJson, graphCheckPage, graphCheckText } = await import("discoscm/report");
  const forms = {
    json: () => graphCheckJson(check),
    text: (style: Style) => graphCheckText(check, style),
    page: () => graphCheckPage(check),
    warnings: check.warnings,
  };
  await tellAnswer(forms, flags, report);
}

/** The variables that are columns: not the latent ones, and not those by which the rows were selected, which all have. */
function measured({ nodes }: Graph): readonly string[] {
  const hidden = ["latent", "individual", "selected"] as const;
  return nodes.filter(({ roles }) => !hidden.some((role) => roles.includes(role))).map(({ name }) => name);
}
