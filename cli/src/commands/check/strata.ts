import type { SimpsonCheck } from "discoscm";
import { readGraph } from "../../graph-options.js";
import { startProgress } from "../../progress.js";
import { defined, readOptionsOf, rolesOf } from "../../table-options.js";
import { type Style, tellAnswer } from "../../tell.js";
import { type CheckFlags, claimPage } from "./flags.js";

/** The mode of `--treatment` and `--outcome`: does the association turn within strata (Simpson)? */
export async function checkStrata(table: string, flags: CheckFlags): Promise<void> {
  const { treatment, outcome, weight, treated, success } = rolesOf("disco check", flags);
  const { by, labels, level, bins } = flags;
  const report = claimPage(table, flags);
  const graph = flags.graph === undefined ? undefined : await readGraph(flags.graph, flags.quiet === true);
  const progress = startProgress(process.stderr, flags.quiet === true);
  // Loaded only now: help and complaints about options should not wait for an engine.
  const [{ readStrata }, library] = await Promise.all([import("discoscm/table"), import("discoscm")]);
  let check: SimpsonCheck;
  try {
    const roles = { treatment, outcome, ...defined({ by, weight, treated, success, labels }) };
    const reading = { ...readOptionsOf(flags), ...defined({ bins }), onProgress: progress.update };
    check = library.checkStrata(await readStrata(table, roles, reading), defined({ level, graph }));
  } finally {
    progress.done();
  }
  const { simpsonJson, simpsonPage, simpsonText } = await import("discoscm/report");
  const forms = {
    json: () => simpsonJson(check),
    text: (style: Style) => simpsonText(check, style),
    page: () => simpsonPage(check),
    warnings: check.warnings,
  };
  await tellAnswer(forms, flags, report);
}
