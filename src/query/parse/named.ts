import { CASES, type Case, EFFECTS, type Effect, type EffectName, type Payoffs, type Value } from "../question.js";
import { type Cursor, said } from "./cursor.js";
import { givenAt } from "./given.js";
import { nameAt, valueAt } from "./term.js";

const PAYOFFS = ["complier", "always", "never", "defier"] as const;

export const isEffect = (name: string): name is EffectName => (EFFECTS as readonly string[]).includes(name);
export const isCase = (name: string): name is Case["name"] => (CASES as readonly string[]).includes(name);

/** `ATE(T -> Y)`, `PN(T=2 vs 0 -> Y=1 | Z=1; unit=Loyal)`, `BENEFIT(T -> Y, complier=1, ...)`. */
export function effectAt(cursor: Cursor, name: EffectName): Effect {
  const example = `${name}(T -> Y)`;
  cursor.next();
  const opening = cursor.next();
  const treatment = nameAt(cursor, "the treatment", example);
  let arms: Effect["arms"];
  if (cursor.take("=")) {
    const treated = valueAt(cursor, `${name}(T=2 vs 0 -> Y)`);
    if (!cursor.isName("vs")) {
      throw cursor.fail(
        cursor.peek(),
        "an arm is compared with another: vs was expected",
        `write ${name}(${treatment}=${treated} vs 0 -> Y)`,
      );
    }
    cursor.next();
    arms = { treated, control: valueAt(cursor, `${name}(T=2 vs 0 -> Y)`) };
  }
  if (!cursor.take("->")) {
    throw cursor.fail(
      cursor.peek(),
      `an arrow was expected, but ${said(cursor.peek())}`,
      `write ${name}(${treatment} -> Y)`,
    );
  }
  const outcome = nameAt(cursor, "the outcome", example);
  const success = cursor.take("=") ? valueAt(cursor, `${name}(T -> Y=1)`) : undefined;
  const payoffs = name === "BENEFIT" ? payoffsAt(cursor) : undefined;
  if (payoffs === undefined && cursor.is(",")) {
    throw cursor.fail(cursor.peek(), `${name} is about one treatment and one outcome`, "put what is held after a |");
  }
  const given = givenAt(cursor, ")", opening.at);
  return {
    kind: "effect",
    name,
    treatment,
    ...(arms === undefined ? {} : { arms }),
    outcome,
    ...(success === undefined ? {} : { success }),
    ...(payoffs === undefined ? {} : { payoffs }),
    given,
  };
}

function payoffsAt(cursor: Cursor): Payoffs {
  const found = new Map<string, number>();
  const advice =
    "say what each response type is worth, as in BENEFIT(T -> Y, complier=1, always=0, never=0, defier=-1)";
  while (cursor.take(",")) {
    const token = cursor.peek();
    const name = nameAt(cursor, "a response type", "complier=1");
    if (!(PAYOFFS as readonly string[]).includes(name) || found.has(name)) {
      throw cursor.fail(token, found.has(name) ? `${name} is given twice` : `${name} is no response type`, advice);
    }
    if (!cursor.take("=")) throw cursor.fail(cursor.peek(), `what ${name} is worth was expected`, advice);
    const at = cursor.peek();
    const value = valueAt(cursor, `${name}=1`);
    if (typeof value !== "number") throw cursor.fail(at, `what ${name} is worth must be a number`, advice);
    found.set(name, value);
  }
  const missing = PAYOFFS.filter((name) => !found.has(name));
  if (missing.length > 0) throw cursor.fail(cursor.peek(), `${missing.join(", ")} missing`, advice);
  const [complier, always, never, defier] = PAYOFFS.map((name) => found.get(name)!);
  return { complier, always, never, defier };
}

/** `PC(T=1, Y=1)`, `SHARES(T=2 vs 0, Y=1)`, `PC(passed=1)`. */
export function caseAt(cursor: Cursor, name: Case["name"]): Case {
  cursor.next();
  const opening = cursor.next();
  const first = factAt(cursor, name);
  let versus: Value | undefined;
  const at = cursor.peek();
  if (cursor.isName("vs")) {
    cursor.next();
    versus = valueAt(cursor, `${name}(T=2 vs 0, Y=1)`);
  }
  if (!cursor.take(",")) {
    if (versus !== undefined)
      throw cursor.fail(at, "vs compares arms, and no outcome follows", `write ${name}(T=2 vs 0, Y=1)`);
    return { kind: "case", name, outcome: first, given: givenAt(cursor, ")", opening.at) };
  }
  const outcome = factAt(cursor, name);
  if (cursor.is(",")) {
    throw cursor.fail(
      cursor.peek(),
      `${name} is about one treatment and one outcome`,
      "put what else is known after a |",
    );
  }
  const treatment = { ...first, ...(versus === undefined ? {} : { versus }) };
  return { kind: "case", name, treatment, outcome, given: givenAt(cursor, ")", opening.at) };
}

function factAt(cursor: Cursor, name: string) {
  const variable = nameAt(cursor, "what was observed", `${name}(T=1, Y=1)`);
  if (!cursor.take("=")) {
    const token = cursor.peek();
    throw cursor.fail(
      token,
      `${name} is about what was observed: ${variable}= was expected`,
      `write ${name}(T=1, Y=1)`,
    );
  }
  return { variable, value: valueAt(cursor, `${name}(T=1, Y=1)`) };
}
