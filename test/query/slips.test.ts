// Slips that people make: each is met at its character, in words, with the right form.
import { describe, expect, it } from "vitest";
import { DiscoError } from "../../src/error.js";
import { parseQuestion } from "../../src/query/parse.js";

const ALL = "There are P, E, Var, SD, ATE, ETT, ETU, NDE, NIE, PN, PS, PNS, TYPES, VARIANCE, BENEFIT, PC, SHARES";
const ASK = "ask as in P(Y=1 | T=1), P(Y=1 | do(T=1)), P(Y[T=0]=1 | T=1, Y=1), E[Y[T=1]] or ATE(T -> Y)";
const WORTH = "say what each response type is worth, as in BENEFIT(T -> Y, complier=1, always=0, never=0, defier=-1)";

/** The text with the place marked by ¦, what is wrong with it, and what to do. */
const SLIPS: readonly (readonly [marked: string, wrong: string, next: string])[] = [
  // Brackets.
  ["P¦(Y=1 | T=1", "this ( is never closed", "put a ) where it should end"],
  ["P¦(Y=1 | do(T=1)", "this ( is never closed", "put a ) where it should end"],
  ["P(Y=1 | do¦(T=1", "this ( is never closed", "put a ) where it should end"],
  ["E¦[Y + 1", "this [ is never closed", "put a ] where it should end"],
  ["ATE¦(T -> Y", "this ( is never closed", "put a ) where it should end"],
  ["1 + ¦(2 * P(Y=1)", "this ( is never closed", "put a ) where it should end"],
  ["P(Y¦[T=1)=1", "this [ is not closed: there is a ) before its ]", "put a ] before it"],
  ["E¦[Y)", "this [ is not closed: there is a ) before its ]", "put a ] before it"],
  ["P(Y[T=1¦=1)", "expected a comma or ], found =", "close with ], or go on with a comma"],
  ["P(Y=1)¦)", "this ) closes nothing", "take it out"],
  ["P¦[Y=1]", "P takes round brackets", "write P(...)"],
  ["ATE¦[T -> Y]", "ATE takes round brackets", "write ATE(...)"],
  // What is held.
  ["P(Y=1 | do ¦T=1)", "do needs parentheses", "write do(T=1)"],
  ["P(Y=1, ¦do(T=1))", "do(...) stands behind the bar", "write P(Y=1 | do(T=1))"],
  ["P(Y=1 | T=1 ¦| Z=0)", "there is a | already", "join what is held with commas, as in P(Y=1 | T=1, Z=0)"],
  ["P(Y=1 |¦| T=1)", "one | is enough", "write P(Y=1 | T=1)"],
  ["P(Y=1; unit=a¦; b=1)", "there is a ; already", "join what is said of the individual with commas"],
  ["P(Y=1; unit=a ¦| T=1)", "| stands before ;", "write as in P(Y=1 | T=1; unit=Loyal)"],
  [
    "P(Y=1) ¦| T=1",
    "this | stands outside the brackets",
    "what is held stands inside the brackets, as in P(Y=1 | T=1; unit=Loyal)",
  ],
  ["P(Y=1; Loyal¦)", "expected = and a value of Loyal, found )", "name the individual as in ; unit=Loyal"],
  [
    "P(Y=1; ability¦>600)",
    "expected = and a value of ability, found >",
    "what is not an equation goes behind the bar, as in P(Y=1 | Z>1)",
  ],
  ["P(Y=1 |¦)", "expected a variable, found )", "write it as in P(Y=1 | T=1)"],
  // Events.
  ["P(Y=1 ¦& Z=1)", "& does not join events", "join events with a comma, as in P(Y=1, Z=0)"],
  ["P(Y=1 ¦and Z=1)", "and is not a word of questions", "join events with a comma, as in P(Y=1, Z=0)"],
  ["P(Y[T=1] ¦AND Z=1)", "and is not a word of questions", "join events with a comma, as in P(Y=1, Z=0)"],
  ["P(Y=1 ¦given T=1)", "given is not a word of questions", "write | before what is known, as in P(Y=1 | T=1)"],
  ["P(Y=1 ¦Z=1)", "a comma is missing here", "join events with a comma, as in P(Y=1, Z=0)"],
  [
    "P(Y=1 ¦+ Z=1)",
    "+ does not join events",
    'join events with a comma, as in P(Y=1, Z=0); arithmetic goes in E[...]; text such as "2024-05-01" goes in double quotes',
  ],
  ["P(¦0<Y)", "expected a variable, found 0", "the name comes first, as in P(Y=1 | T=1)"],
  ["P(Y>0¦<1)", "an event has one comparison", "write two events, as in P(Y>1, Y<5)"],
  ["P(Y¦=>1)", "=> is no comparison", "write >="],
  ["P(Y¦<>1)", "<> is no comparison", "write !="],
  ["P(¦!Y)", "expected a variable, found !", "to deny an event write Y!=1"],
  ["P(Y=¦|T=1)", "expected a value after =, found |", "write a number or a label, as in Y=1"],
  ["P(Y=¦", "expected a value after =, found the end of the question", "write a number or a label, as in Y=1"],
  ["P(Y=-¦a)", "expected a number after -, found a", "a label that begins with a minus goes in double quotes"],
  [
    "P(Y=New ¦York)",
    "two words follow each other",
    'put a comma between events; a label of several words goes in double quotes, as in "New York"',
  ],
  ["P(Y=1¦st)", "a label that begins with a digit needs quotes", 'write it in double quotes, as in "1st"'],
  ["P(Y=¦“a”)", "“ is not a quotation mark here", 'put text in straight double quotes, as in "North West"'],
  ['P(¦"my var"=1)', 'expected a variable, found "my var"', "a name goes in backticks: `my var`"],
  [
    "P(Y[T=1]=Y¦[T=0])",
    "an event compares with a value, not with another term",
    "compare both with values, as in P(Y[T=1]=1, Y[T=0]=0), or ask for the mean difference, E[Y[T=1] - Y[T=0]]",
  ],
  ["P(P¦(Y=1)>0.5)", "a question has no place inside another", "ask for each alone, and join questions with + - * /"],
  // Worlds.
  ["P(Y_¦{1}=1)", "{ has no place in a question", "a world goes in square brackets, as in Y[T=1]"],
  ["P(Y¦(1)=1)", "a ( has no place behind a name", "a world goes in square brackets, as in Y[T=1]"],
  ["P(Y[¦1]=1)", "expected a variable to set, found 1", "the name comes first, as in Y[T=1]"],
  ["P(Y[T¦]=1)", "expected = and what T is set to, found ]", "write as in Y[T=1]"],
  ["P(Y[¦do(T=1)]=1)", "brackets are a do already", "write what is set, as in Y[T=1]"],
  ["P(Y[#¦0]=1)", "expected the number of an occasion, found 0", "count occasions from 1, as in Y[T=1, #2]"],
  ["P(Y[#2, ¦#3]=1)", "the occasion is numbered already", "a world has one number, as in Y[T=1, #2]"],
  [
    "P(Y[T=1]¦[Z=1]=1)",
    "a second world has no place here",
    "put all that is set in one pair of brackets, as in Y[T=1, Z=0]",
  ],
  // Means.
  ["E[Y¦=1]", "a quantity is averaged, and this is an event", "write P(Y=1) for the probability of an event"],
  [
    "E[exp¦(Y)]",
    "a ( has no place behind a name",
    "a world goes in square brackets, as in Y[T=1]; a quantity has + - * / ^ and no functions",
  ],
  ["E[2¦Y]", "an operator is missing here", "* is never left out, as in 2 * P(Y=1)"],
  ["E[Y¦, Z]", "expected an operator, |, ; or ], found ,", "close with ]"],
  // Names of questions.
  ["¦ACE(T -> Y)", "there is no question named ACE", "write ATE(T -> Y)"],
  ["¦Pr(Y=1)", "there is no question named Pr", "write P(Y=1 | T=1)"],
  ["¦SHARE(T=1, Y=1)", "there is no question named SHARE", `did you mean SHARES? ${ALL}`],
  ["¦e[Y]", "there is no question named e", `did you mean E? ${ALL}`],
  ["¦constructor(Y)", "there is no question named constructor", ALL.replace("There", "there")],
  ["¦Y=1", "expected a question, found Y", ASK],
  ["P¦", "expected ( after P, found the end of the question", ASK],
  ["2¦P(Y=1)", "an operator is missing here", "* is never left out, as in 2 * P(Y=1)"],
  ["P(Y=1) ¦= 0.5", "expected the end, found =", "join questions with + - * /, or take the rest out"],
  ["P(Y=1) - ¦", "expected a question, found the end of the question", ASK],
  // Effects and cases.
  ["ATE(T ¦=> Y)", "=> is no arrow here", "write ->"],
  ["ATE(T¦, Y)", "expected ->, found ,", "say what affects what, as in ATE(T -> Y)"],
  ["NDE(T -> Y¦)", "expected -> and the outcome, found )", "say what lies between, as in NDE(T -> M -> Y)"],
  ["NIE(T -> M,¦)", "expected the mediator, found )", "write it as in NIE(T -> M -> Y)"],
  [
    "ATE(T -> M ¦-> Y)",
    "an effect through a mediator has a name of its own",
    "write NDE(T -> M -> Y) or NIE(T -> M -> Y); several mediators stand between, with commas",
  ],
  [
    "ATE(T=high ¦-> Y)",
    "expected vs and the other arm, found ->",
    "an arm is compared with another, as in ATE(T=high vs 0 -> Y)",
  ],
  [
    "ATE(T -> Y¦, Z)",
    "ATE is about one treatment and one outcome",
    "put what is held behind a bar, as in ATE(T -> Y | Z=1)",
  ],
  ["BENEFIT(T -> Y, complier=1, always=0¦)", "expected what never, defier are worth, found )", WORTH],
  [
    "BENEFIT(T -> Y, ¦compliers=1)",
    "expected a response type (complier, always, never, defier), found compliers",
    WORTH,
  ],
  ["BENEFIT(T -> Y, complier=1, ¦complier=1)", "complier is there already", "say once what it is worth"],
  ["BENEFIT(T -> Y, complier=¦much)", "what a response type is worth is a number", WORTH],
  ["PC(T=1 ¦-> Y=1)", "this is about an observed case, not an effect", "write a comma, as in PC(T=1, Y=1)"],
  ["PC(T¦, Y)", "expected = and the value of T, found ,", "say what was observed, as in PC(T=1, Y=1)"],
  ["PC(T=1 ¦vs 0)", "vs compares arms, and no outcome follows", "write PC(T=2 vs 0, Y=1)"],
  [
    "PC(T=1, Y=1¦, Z=1)",
    "PC is about one treatment and one outcome",
    "put what else is known behind a bar, as in PC(T=1, Y=1 | Z=1)",
  ],
];

function complaint(text: string): DiscoError {
  try {
    parseQuestion(text);
  } catch (error) {
    expect(error).toBeInstanceOf(DiscoError);
    return error as DiscoError;
  }
  throw new Error(`accepted: ${text}`);
}

describe("a slip", () => {
  it.each(SLIPS)("%s", (marked, wrong, next) => {
    const at = marked.indexOf("¦");
    const text = marked.replace("¦", "");
    expect(complaint(text).message).toBe(
      `question: ${wrong}\n    ${text}\n    ${" ".repeat(at)}^\n  at character ${at + 1}; ${next}`,
    );
    expect(complaint(text).kind).toBe("input");
  });

  it("of an empty question", () => {
    for (const text of ["", " \n "]) {
      expect(complaint(text).message).toBe(`question: there is none (given: an empty text); ${ASK}`);
    }
  });

  it("is told in a few lines however long the names are, and without what plays with a terminal", () => {
    for (const hostile of ["y".repeat(20_000), `\`${"\u001b[2J\u202e".repeat(2000)}\``]) {
      let seen = 0;
      for (const [marked] of SLIPS) {
        const text = marked.replace("¦", "").replace(/\b[TYZ]\b|Loyal|ability|compliers|ACE/g, () => hostile);
        if (text.length > 100_000) continue;
        seen++;
        const { message } = complaint(text);
        expect(message.length, message).toBeLessThan(1000);
        expect(message).not.toMatch(/[^\n\P{Cc}]|\u202e/u);
      }
      expect(seen).toBeGreaterThan(50);
    }
  });
});
