import { expect, it } from "vitest";
import { parseQuestion } from "../../../src/query/parse.ts";
import { questionInWords } from "../../../src/report/model/paraphrase.ts";

const words = (question: string): string | undefined =>
  questionInWords(parseQuestion(question))?.replaceAll("\u00a0", " ");

it.each([
  ["P(retained=1)", "Of everybody: have retained = 1"],
  ["P(retained=1 | subsidy=1)", "Of those with subsidy = 1: have retained = 1"],
  ["P(X=1, Z!=2 | Y>=3)", "Of those with Y ≥ 3: have X = 1 and Z ≠ 2"],
  ["P(retained=1 | do(subsidy=1))", "With subsidy set to 1 for everybody: would have retained = 1"],
  ["P(Y=1 | do(X=1), Z=0)", "With X set to 1 for everybody, of those who then have Z = 0: would have Y = 1"],
  [
    "P(retained[subsidy=0]=1 | subsidy=1, retained=1)",
    "Of those with subsidy = 1 and retained = 1: would have retained = 1 had subsidy been 0",
  ],
  [
    "P(retained[subsidy=1]=1 | subsidy=1, retained=1)",
    "Of those with subsidy = 1 and retained = 1: would have retained = 1 with subsidy = 1 again",
  ],
  ["P(Y[T=1]=1, Y[T=0]=0)", "Of everybody: would have Y = 1 with T set to 1, and would have Y = 0 with T set to 0"],
  ["P(Y[X=1, Z=0]=1)", "Of everybody: would have Y = 1 with X set to 1 and Z set to 0"],
  ["P(Y[X=1, Z=Z[X=0]]=1)", "Of everybody: would have Y = 1 with X set to 1 and Z as it would be with X set to 0"],
  ["P(Y[T=1]=1; unit=Loyal)", "For the individual Loyal: would have Y = 1 with T set to 1"],
  ["P(unit=Loyal | T=1, Y=1)", "Of those with T = 1 and Y = 1: are Loyal"],
  ["P(passed[]=1 | passed=1)", "Of those with passed = 1: would have passed = 1 on a new occasion"],
  ["E[score | score>650]", "Of those with score > 650: the average of score"],
  ["E[Y[T=1]]", "Of everybody: the average of Y with T set to 1"],
  ["SD[Y | T=1]", "Of those with T = 1: the standard deviation of Y"],
  ["ATE(T -> Y)", "The effect of T = 1 against 0 on Y, for everybody"],
  ["ETT(T=2 vs 0 -> Y=1)", "The effect of T = 2 against 0 on Y = 1, for those with T = 2"],
  ["ETU(T -> Y | Z=1)", "The effect of T = 1 against 0 on Y, for those with T = 0 and Z = 1"],
  ["PN(T -> Y)", "Of those with T = 1 and Y = 1: would not have Y = 1 had T been 0"],
  ["PS(T -> Y)", "Of those with T = 0 and another Y than 1: would have Y = 1 had T been 1"],
  ["PNS(T -> Y)", "Of everybody: would have Y = 1 with T set to 1, but not with 0"],
  ["TYPES(T -> Y)", "How Y = 1 responds to T = 1 against 0, for everybody"],
  ["VARIANCE(T -> Y)", "What the variance of Y goes with, for everybody"],
  ["PC(T=1, Y=1)", "Of those with T = 1 and Y = 1: would have Y = 1 again, with T = 1 again"],
  ["PC(passed=1)", "Of those with passed = 1: would have passed = 1 again"],
  [
    "SHARES(T=1, Y=1)",
    "Of those with T = 1 and Y = 1: what would have been anyway, what T = 1 changed, and what was chance",
  ],
])("%s", (question, said) => {
  expect(words(question)).toBe(said);
});

it("leaves alone what takes more than a sentence", () => {
  expect(words("E[Y[T=1]] - E[Y[T=0]]")).toBeUndefined();
  expect(words("E[Y[T=1] - Y[T=0]]")).toBeUndefined();
});
