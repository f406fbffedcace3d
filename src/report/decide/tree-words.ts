import type { Decision } from "../../query/decision.js";
import type { PolicyLeaf, PolicyTree } from "../../query/policy-tree.js";
import { conditionText, uncertainText } from "../effect/heterogeneity-words.js";
import { countText, percent, type Scale } from "../format.js";
import { isLaw } from "./words.js";

/** "age above 40 and region = north"; of a tree that asks nothing, everybody. */
export function leafConditions({ conditions }: PolicyLeaf): string {
  return conditions.length === 0 ? "" : `if ${conditions.map(conditionText).join(" and ")}`;
}

/** "Treat if age above 40 and region = north: worth +1.2 (0.9 to 1.5) each, 412 rows". */
export function leafVerb({ treat, conditions }: PolicyLeaf): string {
  if (conditions.length === 0) return treat ? "Treat everybody" : "Treat nobody";
  return treat ? "Treat" : "Do not treat";
}

export function leafWorth({ benefit, treat, rows }: PolicyLeaf, decision: Decision, scale: Scale): string {
  const each = treat ? "worth" : "treating would be worth";
  const what =
    benefit === undefined ? "too few to say what it is worth" : `${each} ${uncertainText(benefit, scale)} each`;
  const count = isLaw(decision) ? percent.text(rows) : countText(rows);
  return `${what}, ${count} of those it was judged on`;
}

export function leafText(leaf: PolicyLeaf, decision: Decision, scale: Scale): string {
  const who = [leafVerb(leaf), leafConditions(leaf)].filter((text) => text !== "").join(" ");
  return `${who}: ${leafWorth(leaf, decision, scale)}`;
}

/** The leaves as they are told: those that are treated first. */
export function leavesInOrder({ leaves }: PolicyTree): readonly PolicyLeaf[] {
  return [...leaves.filter(({ treat }) => treat), ...leaves.filter(({ treat }) => !treat)];
}

/** Where the tree comes from, in a sentence. */
export function treeSource(decision: Decision): string {
  const { tree } = decision;
  if (tree === undefined) return "";
  const one = isLaw(decision)
    ? "found on the whole law"
    : `found on ${countText(tree.grown)} rows, judged on ${countText(tree.judged)} others`;
  const level = tree.benefit?.level ?? tree.leaves.find(({ benefit }) => benefit?.level !== undefined)?.benefit?.level;
  return `${one}${level === undefined ? "" : `, ${percent.text(level)} intervals`}`;
}
