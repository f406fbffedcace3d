import { type Notation, shortName, write } from "../query/estimand/print.js";
import type { Estimand } from "../query/estimand.js";
import type { Value } from "../query/question.js";
import { type Content, type Html, html, trusted } from "./page/html.js";
import { shorten } from "./words.js";

/** Where a formula may go on in another line: between factors, and before a sign. No name holds it, since names are cleaned. */
const BREAK = "\n";
/** Longer names are cut; the formula as text has them whole. */
const LONGEST = 40;
/** Laws of more letters may be broken between their variables too: a phone has no room for them. */
const MOST_LETTERS = 32;
/** Behind the sign of a sum over more letters a line may end. */
const MOST_BELOW = 14;

const element = (content: Html): string => content.html;
const operator = (sign: string): string => element(html`<mo lspace="0.25em" rspace="0.25em">${sign}</mo>`);
const bracket = (sign: string): string => `<mo stretchy="false" lspace="0" rspace="0">${sign}</mo>`;
/** About as much as is read of a piece of markup. */
const lettersOf = (markup: string): number => markup.replace(/<[^>]*>/g, "").length;
/** Inside of brackets and fractions no line ends. */
const whole = (text: string): string => text.replaceAll(BREAK, '<mspace width="0.15em"></mspace>');
const row = (text: string): string => `<mrow>${whole(text)}</mrow>`;

const SIGNS = { "=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥" } as const;
const COMMA = '<mo separator="true">,</mo>';
const BAR = '<mo stretchy="false" lspace="0.3em" rspace="0.3em">|</mo>';

const MATHML: Notation = {
  name,
  primed: (of, count) => (count === 0 ? of : `<msup>${row(of)}<mo>${"′".repeat(count)}</mo></msup>`),
  list: (parts) => parts.join(COMMA),
  equals: (variable, value) => `${variable}${operator("=")}${value}`,
  value,
  comparison: (sign) => operator(SIGNS[sign]),
  doing: (set) => `<mi>do</mi>${bracket("(")}${set}${bracket(")")}`,
  law: (population, of, given) => about(letter("P", population), "(", of, given, ")"),
  mean: (population, of, given) => about(letter("E", population), "[", of, given, "]"),
  sum: (over, of) =>
    `<munder><mo movablelimits="false">∑</mo>${row(over)}</munder>${lettersOf(over) > MOST_BELOW ? BREAK : ""}${of}`,
  quotient: (top, bottom) => `<mfrac displaystyle="true">${row(top)}${row(bottom)}</mfrac>`,
  stacked: true,
  brackets: (inside) => `<mrow><mo>(</mo>${whole(inside)}<mo>)</mo></mrow>`,
  times: BREAK,
  operator: (sign) => `${BREAK}<mo lspace="0.25em" rspace="0.25em">${sign === "-" ? "−" : sign}</mo>`,
  power: (base, exponent) => `<msup>${row(base)}${row(exponent)}</msup>`,
  number: value,
};

/**
 * The formula in MathML Core, which browsers draw themselves, as pieces between which a line may end. `left` stands before the sign of
 * equality: a formula too, or a text.
 */
export function estimandMath(estimand: Estimand, left?: Estimand | string): Html {
  const right = pieces(estimand);
  const equals = operator("=");
  const before =
    left === undefined ? [] : typeof left === "string" ? [element(html`<mtext>${left}\u00a0</mtext>`)] : pieces(left);
  const all = before.length === 0 ? right : [...before.slice(0, -1), before[before.length - 1] + equals, ...right];
  return html`${all
    .filter((piece) => piece.trim() !== "")
    .map((piece) => trusted(`<math displaystyle="true"><mrow>${piece}</mrow></math> `))}`;
}

function pieces(estimand: Estimand): readonly string[] {
  return write(estimand, MATHML).split(BREAK);
}

function about(of: string, open: string, what: string, given: string, close: string): string {
  const markup = `${of}${bracket(open)}${what}${given === "" ? "" : BAR + given}${bracket(close)}`;
  return lettersOf(markup) <= MOST_LETTERS
    ? markup
    : markup.replaceAll(COMMA, COMMA + BREAK).replaceAll(BAR, BAR + BREAK);
}

function letter(of: string, population: string | undefined): string {
  return population === undefined ? `<mi>${of}</mi>` : `<msup><mi>${of}</mi><mo>*</mo></msup>`;
}

/** A letter with its index, or one word. */
function name(variable: string): string {
  const short = shortName(variable);
  if (short === undefined) return element(html`<mi class="word">${shorten(variable, LONGEST)}</mi>`);
  const { letter: of, number } = short;
  return number === "" ? element(html`<mi>${of}</mi>`) : element(html`<msub><mi>${of}</mi><mn>${number}</mn></msub>`);
}

function value(of: Value): string {
  const content: Content = typeof of === "number" ? String(of).replace("-", "−") : shorten(of, LONGEST);
  return element(typeof of === "number" ? html`<mn>${content}</mn>` : html`<mtext>${content}</mtext>`);
}
