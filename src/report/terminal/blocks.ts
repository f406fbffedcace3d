import type { Remark } from "../../query/answer.js";
import type { Paint } from "./paint.js";
import { wrapLines } from "./width.js";

/** Facts by name, one below the other, each wrapped beside its name. */
export function factLines(facts: readonly (readonly [string, string])[], width: number, paint: Paint): string[] {
  const hanging = " ".repeat(14);
  const lines = facts.flatMap(([name, text]) => {
    const [first, ...rest] = wrapLines(text, width, hanging);
    return [`  ${paint(name.padEnd(12), "soft")}${first.slice(14)}`, ...rest];
  });
  return lines.length === 0 ? [] : ["", ...lines];
}

/** Warnings, numbered, so that people can talk about them. */
export function warningLines(warnings: readonly Remark[], width: number, paint: Paint): string[] {
  if (warnings.length === 0) return [];
  const digits = String(warnings.length).length;
  const hanging = " ".repeat(6 + digits);
  const texts = warnings.flatMap(({ text }, i) =>
    wrapLines(`${String(i + 1).padStart(digits)}.\u00a0${text}`, width, "    ", hanging),
  );
  return ["", `  ${paint(warnings.length === 1 ? "One warning" : `${warnings.length} warnings`, "warning")}`, ...texts];
}

/** A title and sentences below it; nothing where there is no sentence. */
export function titledBlock(title: string, texts: readonly string[], width: number, paint: Paint): string[] {
  if (texts.length === 0) return [];
  const heads = wrapLines(title, width, "  ").map((line) => paint(line, "bold"));
  return ["", ...heads, ...texts.flatMap((text) => wrapLines(text, width, "    ", "      "))];
}

/** The lines as one text: no-break spaces have done their work, and no line ends in spaces. */
export function setText(lines: readonly string[]): string {
  return ["", ...lines, ""].map((line) => line.replaceAll("\u00a0", " ").trimEnd()).join("\n");
}
