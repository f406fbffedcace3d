import { existsSync, realpathSync } from "node:fs";
import { claimOutput, type Output } from "../../output.js";
import type { TableFlags } from "../../table-options.js";

/** What `disco check` may be told in any of its modes. */
export interface CheckFlags extends TableFlags {
  graph?: string;
  by?: string[];
  bins?: number;
  surrogate?: string;
  pair?: string[];
  selected?: string;
  selectionProbability?: string;
  chances?: string;
  chancesBetween?: string;
  yes?: string[];
  labels?: string[];
  level?: number;
  seed?: number;
  seconds?: number;
  report?: string;
  json?: true;
  more?: true;
  quiet?: true;
}

/** The page's file, claimed before anything is read. */
export function claimPage(table: string, { report, graph }: CheckFlags): Output | undefined {
  if (report === undefined) return undefined;
  const taken = [table, graph ?? ""].flatMap((path) => (existsSync(path) ? [realpathSync(path)] : []));
  return claimOutput("--report", report, [".html"], taken);
}
