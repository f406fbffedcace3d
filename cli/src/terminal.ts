/** Columns to write for: those of the terminal but never more than reads well, and 80 where there is no terminal. */
export function widthOf(stream: NodeJS.WriteStream): number {
  const columns = stream.isTTY ? stream.columns : 0;
  return columns > 0 ? Math.min(columns, 100) : 80;
}

/** Colour only for people: a terminal, and no wish to the contrary (https://no-color.org). */
export function colorWanted(stream: NodeJS.WriteStream): boolean {
  return Boolean(stream.isTTY) && !process.env["NO_COLOR"] && process.env["TERM"] !== "dumb";
}

/** `disco ... | head` closes our standard output early; that is no error of anybody's. */
export function survivePipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EPIPE") process.exit(0);
      throw error;
    });
  }
}

/** Writes and waits until it is written, so that nothing is lost when the process ends. */
export function write(stream: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

/** Draw with letters only: for a terminal, not a file, that says it knows no others (the Linux console has no braille). */
export function drawsLetters(stream: NodeJS.WriteStream): boolean {
  if (!stream.isTTY) return false;
  const { TERM, LC_ALL, LC_CTYPE, LANG } = process.env;
  if (TERM === "dumb" || TERM === "linux") return true;
  const locale = LC_ALL || LC_CTYPE || LANG;
  return locale !== undefined && locale !== "" && !/utf-?8/i.test(locale);
}
