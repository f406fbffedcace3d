import { DiscoError } from "../error.js";
import type { Outcome } from "../num/sample.js";
import { listed } from "../num/say-names.js";
import type { Fetched } from "./fetch.js";
import { say } from "./say.js";
import { deriveHint, labelLength } from "./treatment.js";
import { codeLabel, distinctLabels, tellLabels } from "./two-values.js";

/** The outcome: 0/1 when it has two values, else numbers. Throws for one value, and for labels that have no order. */
export function makeOutcome(column: Fetched, success: string | undefined): Outcome {
  const { name } = column;
  const labels = distinctLabels(column, 6);
  const about = { who: "--outcome", given: say(name) };
  if (labels.length === 1) {
    const next = "name an outcome that differs between rows";
    throw new DiscoError({ ...about, wrong: `every row has ${say(labels[0])}, so there is nothing to explain`, next });
  }
  if (labels.length > 2) {
    const hint = deriveHint(name, "success", labels);
    const shown = `${labels.slice(0, 5).map(say).join(", ")}${labels.length > 5 ? ", …" : ""}`;
    if (column.held === "text") {
      const wrong = `the outcome is text with more than two values: ${shown}`;
      throw new DiscoError({ ...about, wrong, next: `make it two-valued or numeric, for example ${hint}` });
    }
    if (success !== undefined) {
      const wrong = `the outcome ${say(name)} is numeric with more than two values (${shown}), so no single one is success`;
      throw new DiscoError({ who: "--success", wrong, given: say(success), next: `leave it out, or use ${hint}` });
    }
    return { kind: "numeric", name, values: column.values };
  }
  const both = listed(labels.map(say));
  const told = tellLabels(labels, success);
  if (!told && success !== undefined) {
    const wrong = `no row of ${say(name)} has this value; its values are ${both}`;
    throw new DiscoError({ who: "--success", wrong, given: say(success), next: "give one of the two" });
  }
  if (!told) {
    const next = `say which means success: --success ${labels.map(String).join(" or --success ")}`;
    throw new DiscoError({
      ...about,
      wrong: `the values are ${both}, and it cannot be told which means success`,
      next,
    });
  }
  const values = new Float64Array(labelLength(column));
  codeLabel(column, told.yes, values);
  return { kind: "binary", name, values, labels: told };
}
