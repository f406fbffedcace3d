const segments = new Intl.Segmenter("en", { granularity: "grapheme" });
// East Asian wide and full-width blocks, and pictographs: two columns in a terminal.
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|^\p{Emoji_Presentation}|^[\u{20000}-\u{3fffd}]/u;

// Letters that take one column each and join with no other: most texts have no others, and are not taken apart.
const NARROW = /^[ -~\u00a0-\u02ff]*$/;

/** Columns the text takes in a terminal. */
export function displayWidth(text: string): number {
  if (NARROW.test(text)) return text.length;
  let width = 0;
  for (const { segment } of segments.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}

/** The text cut to `width` columns with an ellipsis, and filled with spaces up to it. */
export function toColumn(text: string, width: number, align: "left" | "right" = "left"): string {
  const cut = displayWidth(text) <= width ? text : cutTo(text, width);
  const space = " ".repeat(Math.max(0, width - displayWidth(cut)));
  return align === "left" ? cut + space : space + cut;
}

function cutTo(text: string, width: number): string {
  let kept = "";
  let used = 0;
  for (const { segment } of segments.segment(text)) {
    const next = displayWidth(segment);
    if (used + next > width - 1) break;
    kept += segment;
    used += next;
  }
  return width < 1 ? "" : `${kept.trimEnd()}…`;
}

/** The text in lines of at most `width` columns; no-break spaces hold, words that are too long are broken. */
export function wrapLines(text: string, width: number, indent = "", hanging = indent): string[] {
  const lines: string[] = [];
  let line = indent;
  let empty = true;
  for (const word of text.split(/ +/).flatMap((long) => pieces(long, Math.max(8, width - hanging.length)))) {
    if (!empty && displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line);
      line = hanging;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line];
}

function pieces(word: string, width: number): string[] {
  if (displayWidth(word) <= width) return [word];
  const parts = [""];
  for (const { segment } of segments.segment(word)) {
    if (displayWidth(parts[parts.length - 1]) + displayWidth(segment) > width) parts.push("");
    parts[parts.length - 1] += segment;
  }
  return parts;
}
