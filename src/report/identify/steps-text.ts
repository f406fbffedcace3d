import type { Identification, LevelReading, Step } from "../../query/identification.js";
import type { Paint } from "../terminal/paint.js";
import { wrapLines } from "../terminal/width.js";
import { formulaLines } from "./formula-lines.js";

/** The derivation, step by step: the rule, what it does, and what the question then is. Of many steps the first and the last are shown. */
export function derivationLines(steps: readonly Step[], width: number, paint: Paint, most: number): string[] {
  if (steps.length === 0) return [];
  const digits = String(steps.length).length;
  const hanging = " ".repeat(6 + digits);
  // The last step is where it ends; what is between may be asked for.
  const skip = steps.length > most ? steps.length - most : 0;
  const lines = steps.flatMap(({ rule, text, formula }, i) => {
    if (skip > 0 && i === most - 1) return [paint(`${hanging}… and ${skip} more steps`, "soft")];
    if (skip > 0 && i > most - 1 && i < steps.length - 1) return [];
    const told = wrapLines(
      `${String(i + 1).padStart(digits)}.\u00a0${stepText({ rule, text })}`,
      width,
      "    ",
      hanging,
    );
    return formula === undefined ? told : [...told, ...formulaLines(formula, width, hanging, `${hanging}  `).map(soft)];
  });
  return ["", paint("  Derivation", "bold"), ...lines];

  function soft(line: string): string {
    return paint(line, "soft");
  }
}

/** "Rule 2 of the do-calculus: ...". */
export function stepText({ rule, text }: Step): string {
  return `${rule.slice(0, 1).toUpperCase()}${rule.slice(1)}: ${text}`;
}

const LEVELS = ["individual", "stratum", "population"] as const;

/** The question read with the individual in the graph, level by level, and what repeated observations would add. */
export function readingLines({ reading }: Identification, width: number, paint: Paint): string[] {
  if (reading === undefined) return [];
  const hanging = " ".repeat(16);
  const level = (name: string, { identified, text, formula }: LevelReading): string[] => {
    const [first, ...rest] = wrapLines(`${identified ? "Yes" : "No"}. ${text}`, width, hanging);
    const written = formula === undefined ? [] : formulaLines(formula, width, hanging, `${hanging}  `);
    return [
      `    ${paint(name.padEnd(12), "soft")}${first.trimStart()}`,
      ...rest,
      ...written.map((line) => paint(line, "soft")),
    ];
  };
  const [first, ...rest] = wrapLines(reading.replicates, width, hanging);
  return [
    "",
    ...wrapLines(`With the individual in the graph: ${reading.unit}`, width, "  ").map((line) => paint(line, "bold")),
    ...LEVELS.flatMap((name) => level(name, reading[name])),
    `    ${paint("replicates".padEnd(12), "soft")}${first.trimStart()}`,
    ...rest,
  ];
}
