import type { SurrogateCheck, SurrogateOfModel } from "discoscm";
import { DiscoError } from "discoscm/error";
import { usage } from "../../errors.js";
import { readGraph } from "../../graph-options.js";
import { readModelText } from "../../model-options.js";
import { startProgress } from "../../progress.js";
import { defined, readOptionsOf, rolesOf } from "../../table-options.js";
import { type Style, tellAnswer } from "../../tell.js";
import { type CheckFlags, claimPage } from "./flags.js";

/** The mode of `--surrogate`: may the surrogate stand for the outcome? Of a trial's table, or of a model. */
export async function checkSurrogate(table: string, flags: CheckFlags): Promise<void> {
  const report = claimPage(table, flags);
  const { surrogate } = flags;
  const { treatment, outcome, ...others } = rolesOf("disco check", flags);
  const answer: SurrogateCheck | SurrogateOfModel = /\.disco\.json$/i.test(table)
    ? await ofModel(table, { treatment, surrogate: surrogate!, outcome }, flags)
    : await ofTable(table, { ...others, treatment, outcome, mediators: [surrogate!] }, flags);
  const { surrogateJson, surrogatePage, surrogateText } = await import("discoscm/report");
  const forms = {
    json: () => surrogateJson(answer),
    text: (style: Style) => surrogateText(answer, style),
    page: () => surrogatePage(answer),
    warnings: answer.warnings,
  };
  await tellAnswer(forms, flags, report);
}

async function ofModel(
  path: string,
  roles: { treatment: string; surrogate: string; outcome: string },
  flags: CheckFlags,
): Promise<SurrogateOfModel> {
  const tables = [
    "given",
    "graph",
    "weight",
    "treated",
    "success",
    "derive",
    "missing",
    "bins",
    "by",
    "labels",
  ] as const;
  const idle = tables.find((flag) => flags[flag] !== undefined);
  if (idle !== undefined) {
    throw usage(`--${idle}`, "this is for tables, and a model is given", path, "leave it out");
  }
  const { text, name } = await readModelText(path);
  const { readModel, surrogateOfModel } = await import("discoscm");
  return surrogateOfModel(readModel(text, { name }), roles);
}

async function ofTable(
  table: string,
  roles: ReturnType<typeof rolesOf> & { readonly mediators: readonly string[] },
  flags: CheckFlags,
): Promise<SurrogateCheck> {
  const quiet = flags.quiet === true;
  const graph = flags.graph === undefined ? undefined : await readGraph(flags.graph, quiet);
  const progress = startProgress(process.stderr, quiet);
  // Loaded only now: help and complaints about options should not wait for an engine.
  const [{ readStudy }, { checkSurrogate: judge }] = await Promise.all([import("discoscm/table"), import("discoscm")]);
  const { level, bins } = flags;
  try {
    const study = await readStudy(table, roles, { ...readOptionsOf(flags), onProgress: progress.update }).catch(
      asSurrogate,
    );
    return judge(study, defined({ level, bins, graph }));
  } finally {
    progress.done();
  }
}

/** The reader knows the surrogate as a mediator; people know it by the option they wrote. */
function asSurrogate(error: unknown): never {
  if (!(error instanceof DiscoError)) throw error;
  const { who, wrong, next, given } = error.complaint;
  const named = (text: string) =>
    text.replaceAll("--mediator", "--surrogate").replace(/\ba mediator\b/g, "the surrogate");
  const complaint = {
    who: named(who),
    wrong: named(wrong),
    next: named(next),
    ...(given === undefined ? {} : { given }),
  };
  throw new DiscoError(complaint, error.kind);
}
