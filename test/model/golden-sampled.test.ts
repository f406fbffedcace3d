// Every golden number that can be sampled, by sampling: within four standard errors, seeds fixed.
import { describe, expect, it } from "vitest";
import { ask } from "../../src/model/ask.js";
import { fraction, load, TABLES } from "./golden-table.js";

describe.each(Object.keys(TABLES))("%s, sampled", (name) => {
  const model = load(name);
  it.each(TABLES[name].map((row) => ({ row, title: row[0] })))("$title", ({ row: [question, expected, options] }) => {
    const answer = ask(model, question, { ...options, method: "sampled", draws: 100_000, seed: 7 });
    const error = answer.diagnostics["standardError"] as number;
    // A standard error that hides everything would pass the next line.
    expect(error).toBeLessThan(0.02 * Math.max(1, Math.abs(fraction(expected))));
    expect(Math.abs(answer.value! - fraction(expected))).toBeLessThanOrEqual(4 * error + 1e-9);
  });
});
