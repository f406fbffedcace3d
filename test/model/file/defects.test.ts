import { describe, expect, it } from "vitest";
import type { DiscoError } from "../../../src/error.js";
import { checkModel, modelOf, readModel } from "../../../src/model/file/read.js";

/** The defects of a text, one a line. */
function defects(text: string): string {
  const lines = checkModel(text).map(({ place, line, column, wrong, given, next }) => {
    return `${line}:${column} ${place}: ${wrong}${given === undefined ? "" : ` (given: ${given})`}; ${next}`;
  });
  return lines.join("\n");
}

/** A model with these variables, or these variables and units. */
function parts(variables: string, units?: string): string {
  return `{"disco": 1, ${units === undefined ? "" : `"units": ${units},\n`}"variables": {\n${variables}\n}}`;
}

describe("defects, at their places", () => {
  it("of the whole", () => {
    expect(defects("[1]")).toMatchInlineSnapshot(
      `"1:1 : this is not a model (given: a list of 1); a model is an object such as { "disco": 1, "variables": { "X": { "bernoulli": 0.5 } } }"`,
    );
    expect(defects('{"disco": 1, "variables": {"X": {"bernoulli": 0.5},}}')).toMatchInlineSnapshot(
      `"1:52 : a name in double quotes was expected; write "name": value, with no comma after the last entry"`,
    );
    expect(
      defects(`{
  "disco": 2,
  "abuot": "x",
  "about": 3,
  "coupling": 1.5,
  "units": [],
  "variables": {},
  "coupling": 0
}`),
    ).toMatchInlineSnapshot(`
      "2:12 disco: this version of the format is not known (given: 2); write "disco": 1, or use a newer Disco
      3:3 abuot: a model has no 'abuot'; did you mean 'about'?
      4:12 about: "about" is a text (given: 3); write a sentence, or leave it out
      5:15 coupling: the coupling is a number from 0 to 1 (given: 1.5); 0 draws the noise of an imagined world afresh, 1 keeps it
      6:12 units: there are no units (given: []); write a list such as [{ "name": "Loyal", "weight": 0.2, "p": 0.9 }], or leave "units" out
      7:16 variables: there are no variables (given: {}); write for example "variables": { "X": { "bernoulli": 0.5 } }
      8:3 coupling: 'coupling' stands here twice; keep one of them"
    `);
    expect(defects("{}")).toMatchInlineSnapshot(`
      "1:1 : "disco" is missing; write "disco": 1, the version of the format
      1:1 : "variables" is missing; a model is an object such as { "disco": 1, "variables": { "X": { "bernoulli": 0.5 } } }"
    `);
    expect(defects('{"disco": "1", "coupling": "0", "units": 3, "variables": []}')).toMatchInlineSnapshot(`
      "1:11 disco: this version of the format is not known (given: "1"); write "disco": 1, or use a newer Disco
      1:28 coupling: the coupling is a number from 0 to 1 (given: "0"); 0 draws the noise of an imagined world afresh, 1 keeps it
      1:42 units: a list of units, or an object of attributes with laws, was expected (given: 3); write a list such as [{ "name": "Loyal", "weight": 0.2, "p": 0.9 }], or leave "units" out
      1:58 variables: an object of variables was expected (given: []); write for example "variables": { "X": { "bernoulli": 0.5 } }"
    `);
  });

  it("of names", () => {
    expect(
      defects(
        parts(
          `"2x": {"bernoulli": 0.5}, "a b": {"bernoulli": 0.5}, "": {"bernoulli": 0.5}, "do": {"bernoulli": 0.5},
           "X": {"bernoulli": 0.5}, "X": {"bernoulli": 0.6}, "p": {"bernoulli": 0.5}, "\\u001b[31m": {"bernoulli": 1}`,
          '[{"name": "a", "p": 1, "unit": 3}]',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "1:46 units[0].unit: 'unit' has a meaning of its own in questions; choose another name
      3:1 variables["2x"]: '2x' cannot be a name; use letters, digits and _, and no digit first
      3:27 variables["a b"]: 'a b' cannot be a name; use letters, digits and _, and no digit first
      3:54 variables[""]: a name is empty; use letters, digits and _, and no digit first
      3:78 variables.do: 'do' has a meaning of its own in questions; choose another name
      4:37 variables.X: 'X' stands here twice; keep one of them
      4:62 variables.p: 'p' is an attribute of the units too; rename one of them, so that expressions are clear
      4:87 variables["�[31m"]: '�[31m' cannot be a name; use letters, digits and _, and no digit first"
    `);
  });

  it("of units", () => {
    expect(
      defects(
        parts(
          '"X": {"bernoulli": "p"}',
          `[
  {"name": "a", "p": 0.5, "weight": -1},
  {"name": "a", "p": 0.5},
  {"name": "b"},
  {"p": 0.1},
  {"name": 3, "p": "high"},
  {"name": "c", "p": 1e999, "p": 1},
  7
]`,
        ),
      ),
    ).toMatchInlineSnapshot(`
      "2:37 units[0].weight: a weight is a finite number, 0 or more (given: -1); write one; weights need not add up to 1
      3:3 units[1]: a unit named 'a' stands in the list twice; give every unit a name of its own
      4:3 units[2]: 'b' has no 'p', which other units have; give every unit all the attributes
      5:3 units[3]: a unit needs a name, which is a text; write for example { "name": "Loyal", "weight": 0.2, "p": 0.9 }
      6:12 units[4].name: a unit needs a name, which is a text (given: 3); write for example { "name": "Loyal", "weight": 0.2, "p": 0.9 }
      6:20 units[4].p: the attribute 'p' is not a finite number (given: "high"); write labels as numbers, one for each
      7:22 units[5].p: the attribute 'p' is not a finite number (given: Infinity); write a number
      7:29 units[5].p: 'p' stands here twice; keep one of them
      8:3 units[6]: a unit was expected (given: 7); write for example { "name": "Loyal", "weight": 0.2, "p": 0.9 }"
    `);
    expect(defects(parts('"X": {"bernoulli": 0.5}', '[{"name": "a", "weight": 0}]'))).toMatchInlineSnapshot(
      `"1:23 units: all weights are 0; give at least one unit a positive weight, and none a huge one"`,
    );
    expect(defects(parts('"X": {"bernoulli": 0.5}', "{}"))).toMatchInlineSnapshot(
      `"1:23 units: there are no units (given: {}); write a list such as [{ "name": "Loyal", "weight": 0.2, "p": 0.9 }], or leave "units" out"`,
    );
  });

  it("of units with laws", () => {
    expect(
      defects(
        parts(
          '"X": {"bernoulli": 0.5}',
          `{
  "a": {"normal": {"mean": "b", "sd": 1}},
  "b": {"normal": {"mean": "X + a", "sd": "b"}},
  "c": {"bernoulli": "a + "}
}`,
        ),
      ),
    ).toMatchInlineSnapshot(`
      "2:29 units.a.normal.mean: the attribute 'b' comes later (given: "b"); the law of an attribute may name the attributes before it, and nothing else
      3:29 units.b.normal.mean: 'X' is a variable, and attributes come first (given: "X + a"); the law of an attribute may name the attributes before it, and nothing else
      3:44 units.b.normal.sd: 'b' names itself (given: "b"); the law of an attribute may name the attributes before it, and nothing else
      4:27 units.c.bernoulli: a value was expected and the expression ends here, at character 5 (given: "a + "); write a number, a name, a label in double quotes or a function"
    `);
  });

  it("of laws", () => {
    expect(
      defects(
        parts(`"A": 0.5,
"B": {},
"C": {"bernouli": 0.5},
"D": {"bernoulli": 0.5, "equals": 1},
"E": {"normal": {"mean": "nobody"}},
"F": {"normal": {"mu": 0, "sd": "1 +"}},
"G": {"uniform": 3},
"H": {"cauchy": {"location": 0, "scale": 1, "shape": 2}},
"I": {"bernoulli": [1]},
"J": {"bernoulli": null},
"K": {"normal": {"mean": 1e400, "sd": 1}},
"L": {"gamma": {"shape": 1}, "note": "x"}`),
      ),
    ).toMatchInlineSnapshot(`
      "2:6 variables.A: a law was expected (given: 0.5); write an object such as { "bernoulli": "0.3 + 0.2*X" }; the laws are 'bernoulli', 'categorical', 'normal', 'uniform', 'cauchy' and 'equals'
      3:6 variables.B: there is no law (given: {}); write one of 'bernoulli', 'categorical', 'normal', 'uniform', 'cauchy' or 'equals'
      4:7 variables.C.bernouli: there is no law 'bernouli'; did you mean 'bernoulli'?
      5:6 variables.D: there is more than one law: 'bernoulli' and 'equals'; keep one of them
      6:17 variables.E.normal: 'sd' is missing; write an object such as { "mean": 0, "sd": 1 }
      6:27 variables.E.normal.mean: there is no variable or attribute 'nobody' (given: "nobody"); there are 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'I', 'J', 'K' and 'L'
      7:17 variables.F.normal: 'mean' is missing; write an object such as { "mean": 0, "sd": 1 }
      7:18 variables.F.normal.mu: this law has no 'mu'; there are 'mean' and 'sd'
      7:37 variables.F.normal.sd: a value was expected and the expression ends here, at character 4 (given: "1 +"); write a number, a name, a label in double quotes or a function
      8:18 variables.G.uniform: 'low' and 'high' were expected (given: 3); write an object such as { "low": 0, "high": 1 }
      9:45 variables.H.cauchy.shape: this law has no 'shape'; there are 'location' and 'scale'
      10:20 variables.I.bernoulli: an expression was expected (given: a list of 1); write a number, or a text such as "0.3 + 0.2*X"
      11:20 variables.J.bernoulli: an expression was expected (given: null); write a number, or a text such as "0.3 + 0.2*X"
      12:26 variables.K.normal.mean: a number must be finite (given: Infinity); the largest is about 1.8e308
      13:7 variables.L.gamma: there is no law 'gamma'; there are 'bernoulli', 'categorical', 'normal', 'uniform', 'cauchy' and 'equals'
      13:30 variables.L.note: there is no law 'note'; there are 'bernoulli', 'categorical', 'normal', 'uniform', 'cauchy' and 'equals'"
    `);
  });

  it("of categories", () => {
    expect(
      defects(
        parts(`"A": {"categorical": {"values": [1, 2, 1], "weights": [1, 1, 1]}},
"B": {"categorical": {"values": [1, "a"], "weights": [1, 1]}},
"C": {"categorical": {"values": [1, 2], "weights": [1]}},
"D": {"categorical": {"values": [], "weights": []}},
"E": {"categorical": {"values": [true, null], "weights": 3}},
"F": {"categorical": {"values": ["", "a\\nb"], "weights": [1, "x +"]}},
"G": {"categorical": [1, 2]}`),
      ),
    ).toMatchInlineSnapshot(`
      "2:40 variables.A.categorical.values[2]: this value stands in the list twice (given: 1); keep one of them
      3:37 variables.B.categorical.values[1]: numbers and labels are mixed (given: "a"); write all of them as numbers, or all as labels
      4:52 variables.C.categorical.weights: there are 2 values and 1 weights; write one weight for each value
      5:33 variables.D.categorical.values: a list of values was expected (given: []); write numbers, or labels such as "red"
      6:34 variables.E.categorical.values[0]: a value is a number or a label (given: true); write for example 2 or "red"
      6:40 variables.E.categorical.values[1]: a value is a number or a label (given: null); write for example 2 or "red"
      6:58 variables.E.categorical.weights: a list of weights was expected (given: 3); write one for each value
      7:34 variables.F.categorical.values[0]: this cannot be a label (given: ""); write a word; control characters and nothing at all are no labels
      7:38 variables.F.categorical.values[1]: this cannot be a label (given: "a\\nb"); write a word; control characters and nothing at all are no labels
      7:66 variables.F.categorical.weights[1]: a value was expected and the expression ends here, at character 4 (given: "x +"); write a number, a name, a label in double quotes or a function
      8:22 variables.G.categorical: 'values' and 'weights' were expected (given: a list of 2); write an object such as { "values": ["low", "high"], "weights": [0.4, 0.6] }"
    `);
  });

  it("of expressions, at the character, escapes counted", () => {
    expect(
      defects(
        parts(`"X": {"bernoulli": "0.5 + "},
"Y": {"bernoulli": "X = 1 ? 0.2 : 0.3"},
"Z": {"bernoulli": "X == \\"a\\" ? 0.2 : (0.3"},
"V": {"bernoulli": "\\u0058 == 1 && subsidy"}`),
      ),
    ).toMatchInlineSnapshot(`
      "2:27 variables.X.bernoulli: a value was expected and the expression ends here, at character 7 (given: "0.5 + "); write a number, a name, a label in double quotes or a function
      3:23 variables.Y.bernoulli: an operator was expected before '=', at character 3 (given: "X = 1 ? 0.2 : 0.3"); write == to compare
      4:44 variables.Z.bernoulli: a ')' was expected, at character 22 (given: "X == \\"a\\" ? 0.2 : (0.3"); close the parenthesis
      5:36 variables.V.bernoulli: there is no variable or attribute 'subsidy' (given: "X == 1 && subsidy"); there are 'X', 'Y', 'Z' and 'V'"
    `);
  });

  it("of names in expressions", () => {
    expect(
      defects(
        parts(
          `"subsidy": {"bernoulli": "pp"},
"retained": {"bernoulli": "subsdy == 1 ? p : true + subsdy"},
"colour": {"categorical": {"values": ["red", "blue"], "weights": [1, "exp"]}},
"Y": {"bernoulli": "colour == red"},
"W": {"bernoulli": "something_else"}`,
          '[{"name": "a", "p": 0.5}]',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "3:27 variables.subsidy.bernoulli: there is no variable or attribute 'pp' (given: "pp"); did you mean 'p'?
      4:28 variables.retained.bernoulli: there is no variable or attribute 'subsdy' (given: "subsdy == 1 ? p : true + subsdy"); did you mean 'subsidy'?
      4:46 variables.retained.bernoulli: there is no variable or attribute 'true' (given: "subsdy == 1 ? p : true + subsdy"); write 1
      5:71 variables.colour.categorical.weights[1]: there is no variable or attribute 'exp' (given: "exp"); it is a function: write exp(...)
      6:31 variables.Y.bernoulli: there is no variable or attribute 'red' (given: "colour == red"); write a label in double quotes: \\"red\\"
      7:21 variables.W.bernoulli: there is no variable or attribute 'something_else' (given: "something_else"); there are 'p', 'subsidy', 'retained', 'colour', 'Y' and 'W'"
    `);
  });

  it("of labels", () => {
    expect(
      defects(
        parts(`"colour": {"categorical": {"values": ["red", "blue"], "weights": [1, 1]}},
"A": {"bernoulli": "colour"},
"B": {"bernoulli": "colour == \\"rde\\""},
"C": {"bernoulli": "colour == 1"},
"D": {"bernoulli": "colour < \\"red\\""},
"E": {"equals": "1 ? \\"red\\" : 2"},
"F": {"equals": "colour + 1"},
"G": {"equals": "max(\\"red\\", 1)"},
"H": {"bernoulli": "!colour"},
"I": {"equals": "colour ? 1 : 2"},
"J": {"equals": "-\\"red\\""}`),
      ),
    ).toMatchInlineSnapshot(`
      "3:20 variables.A.bernoulli: this gives a label, and a number is needed (given: "colour"); a variable of labels is "categorical", or "equals"
      4:31 variables.B.bernoulli: there is no label 'rde' in what it is compared with (given: "colour == \\"rde\\""); did you mean 'red'?
      5:21 variables.C.bernoulli: a label is compared with a number (given: "colour == 1"); compare labels with == and !=, and only with labels
      6:21 variables.D.bernoulli: 'colour' is a label, and a number is needed (given: "colour < \\"red\\""); compare labels with == and !=, and only with labels
      6:30 variables.D.bernoulli: "red" is a label, and a number is needed (given: "colour < \\"red\\""); compare labels with == and !=, and only with labels
      7:22 variables.E.equals: one side of ':' is a label and the other a number (given: "1 ? \\"red\\" : 2"); make both labels or both numbers
      8:18 variables.F.equals: 'colour' is a label, and a number is needed (given: "colour + 1"); compare labels with == and !=, and only with labels
      9:22 variables.G.equals: "red" is a label, and a number is needed (given: "max(\\"red\\", 1)"); compare labels with == and !=, and only with labels
      10:22 variables.H.bernoulli: 'colour' is a label, and a number is needed (given: "!colour"); compare labels with == and !=, and only with labels
      11:18 variables.I.equals: 'colour' is a label, and a number is needed (given: "colour ? 1 : 2"); compare labels with == and !=, and only with labels
      12:19 variables.J.equals: "red" is a label, and a number is needed (given: "-\\"red\\""); compare labels with == and !=, and only with labels"
    `);
  });

  it("circles", () => {
    expect(
      defects(
        parts(`"A": {"bernoulli": "A"},
"X": {"bernoulli": "Y"}, "Y": {"bernoulli": "Z*0.5"}, "Z": {"bernoulli": "X"},
"B": {"bernoulli": "Y"}`),
      ),
    ).toMatchInlineSnapshot(`
      "2:1 variables.A: 'A' names itself; a variable cannot be among its own causes: take one arrow away
      3:55 variables.Z: variables go round in a circle: Z -> Y -> X -> Z; a variable cannot be among its own causes: take one arrow away"
    `);
    const ring = Array.from({ length: 30 }, (_, i) => `"V${i}": {"bernoulli": "V${(i + 1) % 30}"}`).join(",\n");
    expect(defects(parts(ring))).toMatchInlineSnapshot(
      `"31:1 variables.V29: variables go round in a circle: V29 -> V28 -> V27 -> V26 -> V25 -> V24 -> V23 -> V22 -> ... -> V29; a variable cannot be among its own causes: take one arrow away"`,
    );
  });

  it("laws that cannot be", () => {
    expect(
      defects(
        parts(`"A": {"bernoulli": 1.5},
"B": {"bernoulli": "-0.1"},
"C": {"normal": {"mean": "0/0", "sd": 0}},
"D": {"normal": {"mean": "log(0)", "sd": 1}},
"E": {"cauchy": {"location": 0, "scale": -1}},
"F": {"uniform": {"low": 2, "high": 2}},
"G": {"uniform": {"low": 0, "high": "1/0"}},
"H": {"categorical": {"values": [1, 2], "weights": [0, "0*1"]}},
"I": {"categorical": {"values": [1, 2], "weights": [2, -1]}},
"J": {"equals": "sqrt(-1)"}`),
      ),
    ).toMatchInlineSnapshot(`
      "2:20 variables.A.bernoulli: the probability is 1.5 (given: "1.5"); it must stay between 0 and 1
      3:20 variables.B.bernoulli: the probability is -0.1 (given: "-0.1"); it must stay between 0 and 1
      4:26 variables.C.normal.mean: the mean is NaN (given: "0/0"); it must stay a finite number
      5:26 variables.D.normal.mean: the mean is -Infinity (given: "log(0)"); it must stay a finite number
      6:42 variables.E.cauchy.scale: the scale is -1 (given: "-1"); it must stay above 0, and finite
      7:26 variables.F.uniform.low: low is 2 and high is 2 (given: "2"); low must stay below high
      8:37 variables.G.uniform.high: high is Infinity (given: "1/0"); it must stay a finite number
      9:53 variables.H.categorical.weights[0]: the weights add up to 0 (given: "0"); they must add up to something positive
      10:56 variables.I.categorical.weights[1]: the weight is -1 (given: "-1"); it must stay a finite number, 0 or more
      11:17 variables.J.equals: the value is NaN (given: "sqrt(-1)"); it must stay a finite number"
    `);
  });
});

describe("the error", () => {
  const message = (run: () => unknown): string => {
    try {
      run();
    } catch (error) {
      return (error as DiscoError).message;
    }
    return "no error";
  };

  it("tells one defect in a sentence", () => {
    const text = `{
  "disco": 1,
  "variables": {
    "subsidy": { "bernoulli": 0.5 },
    "retained": { "bernoulli": "subsidi == 1 ? 0.7 : 0.2" }
  }
}`;
    expect(message(() => readModel(text, { name: "subsidy.disco.json" }))).toMatchInlineSnapshot(
      `"subsidy.disco.json, variables.retained.bernoulli (line 5, column 33): there is no variable or attribute 'subsidi' (given: "subsidi == 1 ? 0.7 : 0.2"); did you mean 'subsidy'?"`,
    );
    expect(message(() => modelOf(JSON.parse(text)))).toMatchInlineSnapshot(
      `"model, variables.retained.bernoulli: there is no variable or attribute 'subsidi' (given: "subsidi == 1 ? 0.7 : 0.2"); did you mean 'subsidy'?"`,
    );
  });

  it("tells several in a list, and of many twenty", () => {
    const many = Array.from({ length: 300 }, (_, i) => `"V${i}": {"bernoulli": "unknown${i}"}`);
    expect(message(() => readModel(parts(many.slice(0, 3).join(",\n"))))).toMatchInlineSnapshot(`
      "model: there are 3 defects; correct them:
        variables.V0.bernoulli (line 2, column 22): there is no variable or attribute 'unknown0' (given: "unknown0"); there are 'V0', 'V1' and 'V2'
        variables.V1.bernoulli (line 3, column 22): there is no variable or attribute 'unknown1' (given: "unknown1"); there are 'V0', 'V1' and 'V2'
        variables.V2.bernoulli (line 4, column 22): there is no variable or attribute 'unknown2' (given: "unknown2"); there are 'V0', 'V1' and 'V2'"
    `);
    const lines = message(() => readModel(parts(many.join(",\n")))).split("\n");
    expect(lines).toHaveLength(22);
    expect(lines[0]).toBe("model: there are 300 defects; correct them:");
    expect(lines[21]).toBe("  and 280 more");
    expect(checkModel(parts(many.join(",\n")))).toHaveLength(200);
  });

  it("is data too, and none for a model without defects", () => {
    expect(checkModel(parts('"X": {"bernoulli": "1 +"}'))).toEqual([
      {
        place: "variables.X.bernoulli",
        line: 2,
        column: 24,
        wrong: "a value was expected and the expression ends here, at character 4",
        given: '"1 +"',
        next: "write a number, a name, a label in double quotes or a function",
      },
    ]);
    expect(checkModel(parts('"X": {"bernoulli": "1"}'))).toEqual([]);
  });
});
