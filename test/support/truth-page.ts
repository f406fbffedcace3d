import { readFileSync, renameSync, writeFileSync } from "node:fs";

const PAGE = new URL("../../docs/truth.md", import.meta.url);

/** Prints a table and puts it into its place of docs/truth.md, so that a study can be run in parts. */
export function putTable(place: string, lines: readonly string[]): void {
  const text = `${lines.join("\n")}\n`;
  console.log(text);
  const [start, end] = [`<!-- ${place} -->`, `<!-- end ${place} -->`];
  const page = readFileSync(PAGE, "utf8");
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < 0) throw new Error(`docs/truth.md has no place for ${place}`);
  writeFileSync(`${PAGE.pathname}.tmp`, `${page.slice(0, from)}${start}\n${text}${page.slice(to)}`);
  renameSync(`${PAGE.pathname}.tmp`, PAGE);
}
