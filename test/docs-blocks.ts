/** A fenced block of a page: everything between the fences, with the place it came from. */
export interface Block {
  readonly page: string;
  /** Of the opening fence, counted from 1. */
  readonly line: number;
  readonly indent: string;
  /** What stands behind the opening fence: "console", "ts run". */
  readonly info: string;
  readonly body: readonly string[];
}

/** One command of a console block and what the page says it prints. */
export interface Step {
  readonly shown: readonly string[];
  readonly command: string;
  readonly output: readonly string[];
}

export function blocksOf(page: string, text: string): Block[] {
  const lines = text.split("\n");
  const blocks: Block[] = [];
  for (let i = 0; i < lines.length; i++) {
    const open = /^(\s*)```(\S.*)$/.exec(lines[i]);
    if (open === null) continue;
    const indent = open[1];
    const end = lines.indexOf(`${indent}\`\`\``, i + 1);
    if (end < 0) throw new Error(`${page}:${i + 1}: the block never ends`);
    const body = lines.slice(i + 1, end).map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
    blocks.push({ page, line: i + 1, indent, info: open[2].trim(), body });
    i = end;
  }
  return blocks;
}

/** The commands of a console block; a command goes on while its lines end with a backslash. */
export function stepsOf(block: Block): Step[] {
  const steps: { shown: string[]; command: string; output: string[] }[] = [];
  let open = false;
  for (const line of block.body) {
    const step = steps.at(-1);
    if (open && step) {
      step.shown.push(line);
      step.command += `\n${line}`;
    } else if (line.startsWith("$ ")) {
      steps.push({ shown: [line], command: line.slice(2), output: [] });
    } else if (step) {
      step.output.push(line);
      continue;
    } else {
      throw new Error(`${block.page}:${block.line}: a console block starts with "$ "`);
    }
    open = line.endsWith("\\");
  }
  return steps;
}

/** A block is run when it asks for our command; others (`$ npm install`) are for reading. */
export function isOurs(block: Block): boolean {
  return block.info === "console" && block.body.some((line) => /^\$ (\w+=\S* )*(npx )?disco( |$)/.test(line));
}

/** Is it what the page says, where a line `...` stands for any number of lines? */
export function matches(expected: readonly string[], actual: readonly string[]): boolean {
  const literal = (line: string) => line.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const pattern = expected.map((line) => (line === "..." ? "(?:.*\\n)*?" : `${literal(line)}\\n`)).join("");
  return new RegExp(`^${pattern}$`).test(actual.map((line) => `${line}\n`).join(""));
}

/** The page with the body of one block replaced. */
export function withBody(text: string, block: Block, body: readonly string[]): string {
  const lines = text.split("\n");
  const replaced = body.map((line) => (line === "" ? "" : block.indent + line));
  lines.splice(block.line, block.body.length, ...replaced);
  return lines.join("\n");
}
