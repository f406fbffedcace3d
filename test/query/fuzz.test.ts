// Random texts and damaged questions: each is answered with a tree or with a DiscoError that a person can read, and soon.
// DISCO_FUZZ=1000000 npx vitest run test/query/fuzz.test.ts
import { describe, it } from "vitest";
import { DiscoError } from "../../src/error.js";
import { canonical } from "../../src/query/canonical.js";
import { parseQuestion } from "../../src/query/parse.js";
import { printQuestion } from "../../src/query/print.js";
import { COUNT, fuzz } from "../support/fuzz.js";

const QUESTIONS = [
  "P(retained=1 | subsidy=1)",
  "P(Y=1 | do(T=1), Z=0; unit=Loyal)",
  "P(retained[subsidy=0]=1 | subsidy=1, retained=1)",
  'P(Y[T=1]=1, Y[T=0, #2]=0; ability=600, segment="North West")',
  "E[Y[X=1, Z=Z[X=0]] - Y[X=0]] / (1 + E[Y[]]^2)",
  "P(cancer | do(smoking))",
  "PN(T=2 vs 0 -> Y=1 | Z=1; unit=Loyal)",
  "BENEFIT(T -> Y, complier=1, always=0, never=0, defier=-1)",
  "SHARES(T=2 vs 0, Y=1) - -PC(passed=1)",
  "Var[score | `my var`!=-1.5e-3, `x\\n`]",
];
const PIECES = [
  ..."()[]{}|;,#=<>!+-*/^&~@?$%.`\"'\\ \n\t\0\u001b\u202e\ufeff→−≤≥≠“”（＝é日😀\ud83d\udc00",
  ..."P E Var SD do vs unit ATE PNS PC SHARES BENEFIT complier Y T Z[ ]= 1 0.5 1e308 1e999 99999999999999999999 -> := && and".split(
    " ",
  ),
];

/** All that a text goes through; a question that can be printed must be read the same. */
function tried(text: string): "read" | "refused" {
  let tree: ReturnType<typeof parseQuestion>;
  try {
    tree = parseQuestion(text);
  } catch (error) {
    if (!(error instanceof DiscoError)) throw error;
    check(error.message, text);
    return "refused";
  }
  const printed = printQuestion(tree);
  if (printQuestion(parseQuestion(printed)) !== printed) throw new Error(`is read otherwise: ${printed}`);
  try {
    const form = printQuestion(canonical(tree));
    if (printQuestion(canonical(parseQuestion(form))) !== form) throw new Error(`has another canonical form: ${form}`);
  } catch (error) {
    if (!(error instanceof DiscoError) || !/one world sets/.test(error.message)) throw error;
  }
  return "read";
}

/** A message of a length to read, on lines of its own, with the caret inside the text. */
function check(message: string, text: string): void {
  if (message.length > 800) throw new Error(`a long message: ${message}`);
  if (/[^\n\P{Cc}]|[\u202a-\u202e]|(?!\p{L}|\p{M})\p{Cs}/u.test(message))
    throw new Error(`cannot be printed: ${message}`);
  const lines = message.split("\n");
  if (lines.length === 1 && text.trim() === "") return;
  if (lines.length !== 4 || !/^ +\^$/.test(lines[2]) || !/^ {2}at character \d+; \S/.test(lines[3])) {
    throw new Error(`another form: ${message}`);
  }
  const character = Number(/\d+/.exec(lines[3])![0]);
  if (character < 1 || character > text.length + 1) throw new Error(`outside the text: ${message}`);
}

describe(`${COUNT} texts`, () => {
  it("are read or refused, each in under 10 ms", { timeout: 600_000 }, () => {
    fuzz({ texts: QUESTIONS, pieces: PIECES, tried });
  });
});
