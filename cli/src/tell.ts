import { writeFile } from "node:fs/promises";
import { printable } from "./errors.js";
import { fillOutput, type Output } from "./output.js";
import { colorWanted, drawsLetters, widthOf, write } from "./terminal.js";

/** How text is drawn for this terminal. */
export interface Style {
  readonly color: boolean;
  readonly width: number;
  readonly more: boolean;
  readonly ascii: boolean;
}

/** An answer in each of its forms; only the one that is wanted is made. */
export interface Forms {
  readonly json: () => string;
  readonly text: (style: Style) => string;
  readonly page: () => string | Promise<string>;
  readonly warnings: readonly { readonly text: string }[];
}

interface Wishes {
  readonly json?: true;
  readonly more?: true;
  readonly quiet?: true;
}

/** Tells the answer on standard output, and writes its page. The answer is told even when a disk is full. */
export async function tellAnswer(forms: Forms, wishes: Wishes, report: Output | undefined): Promise<void> {
  try {
    if (report !== undefined) {
      const page = await forms.page();
      await fillOutput(report, (temporary) => writeFile(temporary, page));
    }
  } finally {
    await tell(forms, wishes);
  }
  if (report !== undefined && !wishes.quiet) await write(process.stderr, `wrote ${report.path}\n`);
}

/** Tells the answer on standard output, as text or as JSON; in that case the warnings go to standard error. */
export async function tell({ json, text, warnings }: Omit<Forms, "page">, wishes: Wishes): Promise<void> {
  if (!wishes.json) {
    const { stdout } = process;
    const style = { color: colorWanted(stdout), width: widthOf(stdout), ascii: drawsLetters(stdout) };
    await write(stdout, ended(text({ ...style, more: wishes.more === true })));
    return;
  }
  // A program reads standard output; the warnings should reach a person all the same.
  if (!wishes.quiet)
    for (const { text: warning } of warnings) await write(process.stderr, `warning: ${printable(warning)}\n`);
  await write(process.stdout, ended(json()));
}

function ended(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}
