import { DiscoError } from "../../error.js";
import type { BerksonOptions } from "./options.js";
import { quoted } from "./say.js";

/** Refuses what cannot be meant. */
export function checkOptions({
  pair,
  selected,
  probability,
  chances,
  between,
  given = [],
  yes,
  level = 0.05,
}: BerksonOptions): void {
  if (!(level > 0 && level < 1)) {
    const next = "give a number between 0 and 1";
    throw new DiscoError({ who: "level", wrong: "must be between 0 and 1", given: String(level), next });
  }
  if (pair.length !== 2) {
    const given = pair.length === 0 ? "none" : pair.map(quoted).join(", ");
    throw new DiscoError({ who: "--pair", wrong: "a pair is two columns", given, next: "write --pair A,B" });
  }
  const parts = [
    ["--pair", pair[0]],
    ["--pair", pair[1]],
    ["--selected", selected],
    ["--selection-probability", probability],
    ...given.map((name) => ["--given", name] as const),
  ] as const;
  const names: string[] = [];
  for (const [who, name] of parts) {
    if (name === undefined) continue;
    if (names.includes(name)) {
      throw new DiscoError({
        who,
        wrong: "this column plays another part already",
        given: quoted(name),
        next: "name each column once",
      });
    }
    names.push(name);
  }
  const strange = Object.keys(yes ?? {}).find((name) => !names.slice(0, 3).includes(name));
  if (strange !== undefined) {
    const next = `choose from ${[...pair, ...(selected === undefined ? [] : [selected])].map(quoted).join(", ")}`;
    throw new DiscoError({ who: "--yes", wrong: "this column is not asked about", given: quoted(strange), next });
  }
  if (chances !== undefined)
    checkChances("--chances", chances, 4, "0.02,0.5,0.5,0.75 (neither, first only, second only, both)");
  if (between !== undefined) {
    checkChances("--chances-between", between, 2, "0.05,0.5");
    if (between[0] > between[1]) {
      const next = "write the lower one first";
      throw new DiscoError({
        who: "--chances-between",
        wrong: "the low end lies above the high end",
        given: between.join(","),
        next,
      });
    }
  }
  if (chances !== undefined && between !== undefined) {
    const next = "leave --chances-between away";
    throw new DiscoError({
      who: "--chances-between",
      wrong: "the chances are known already by --chances",
      given: between.join(","),
      next,
    });
  }
}

function checkChances(who: string, values: readonly number[], count: number, example: string): void {
  const next = `write ${who} ${example}`;
  if (values.length !== count) {
    throw new DiscoError({ who, wrong: `it takes ${count} chances`, given: values.join(","), next });
  }
  const wrong = values.find((value) => !(value > 0 && value <= 1));
  if (wrong === undefined) return;
  const why = wrong === 0 ? "a chance of 0 leaves nobody to learn from" : "a chance lies between 0 and 1";
  throw new DiscoError({ who, wrong: why, given: String(wrong), next });
}
