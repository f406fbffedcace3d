import { displayWidth, wrapLines } from "../terminal/width.js";

const TIE = "\u00a0";

/**
 * A formula in lines of at most `width` columns, broken where a reader would: between factors, before a fraction bar or a sign; inside of a
 * law only where it is longer than a line.
 */
export function formulaLines(formula: string, width: number, indent: string, hanging: string = indent): string[] {
  return wrapLines(heldTogether(formula, width - displayWidth(hanging)), width, indent, hanging);
}

/** The formula with no-break spaces wherever a reader would not break it, as far as what they hold together fits in `room` columns. */
export function heldTogether(formula: string, room: number): string {
  const loosened = (text: string, loosen: (word: string) => string): string =>
    text.replace(/[^ ]+/g, (word) => (displayWidth(word) <= Math.max(8, room) ? word : loosen(word)));
  // Where a law is longer than a line it breaks between its variables, and only then inside of a name.
  const between = loosened(tied(formula), (word) => word.replace(/(?<=[,|])\u00a0/g, " "));
  return loosened(between, (word) => word.replaceAll(TIE, " "));
}

/** The question, a sign of equality, and the formula: in one line where that fits, else the formula further in. */
export function equationLines(left: string, formula: string, width: number, indent: string): string[] {
  const whole = formulaLines(`${left} = ${formula}`, width, indent);
  if (whole.length === 1) return whole;
  return [
    ...formulaLines(`${left}${TIE}=`, width, indent),
    ...formulaLines(formula, width, `${indent}  `, `${indent}    `),
  ];
}

/** The formula with spaces that hold: in what is quoted, in laws and lists, behind the sign of a sum, and behind a sign between two parts. */
function tied(formula: string): string {
  let text = "";
  // Of each bracket that is open: does it hold together?
  const open: boolean[] = [];
  // Right behind `Σ_`, up to the next space.
  let summing = false;
  for (let i = 0; i < formula.length; i++) {
    const character = formula[i];
    if (character === "`" || character === '"') {
      const end = closing(formula, i);
      text += formula.slice(i, end + 1).replaceAll(" ", TIE);
      i = end;
    } else if ("([{".includes(character)) {
      open.push(character === "{" || /(?:^|[^\p{L}\p{N}_])(?:[PE]\*?|do)$/u.test(formula.slice(0, i)));
      text += character;
    } else if (")]}".includes(character)) {
      open.pop();
      text += character;
    } else if (character === " ") {
      const sign = /(?:^| )[-+/]$/.test(formula.slice(0, i));
      text += open.includes(true) || summing || sign ? TIE : " ";
      summing = summing && open.includes(true);
    } else {
      if (character === "Σ" && formula[i + 1] === "_") summing = true;
      text += character;
    }
  }
  return text;
}

/** Where a quoted name ends; backslashes escape. */
function closing(text: string, from: number): number {
  for (let i = from + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === text[from]) return i;
  }
  return text.length - 1;
}
