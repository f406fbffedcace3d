import { shown } from "../../num/complaint.js";
import type { Case, CaseName, Effect, EffectName, Payoffs, Value } from "../question.js";
import type { Cursor } from "./cursor.js";
import { givenAt } from "./given.js";
import { quoted } from "./quote.js";
import { nameAt, valueAt } from "./term.js";

const PAYOFFS = ["complier", "always", "never", "defier"] as const;
type Payoff = (typeof PAYOFFS)[number];
const WORTH = "BENEFIT(T -> Y, complier=1, always=0, never=0, defier=-1)";

/** `ATE(T -> Y)`, `NDE(T -> M -> Y)`, `PN(T=2 vs 0 -> Y=1 | Z=1; unit=Loyal)`, `BENEFIT(T -> Y, complier=1, ...)`, from the name on. */
export function effectAt(cursor: Cursor, name: EffectName): Effect {
  const mediated = name === "NDE" || name === "NIE";
  const example = name === "BENEFIT" ? WORTH : `${name}(T -> ${mediated ? "M -> " : ""}Y)`;
  cursor.next();
  const opening = cursor.next();
  const treatment = nameAt(cursor, "the treatment", example);
  const arms = armsAt(cursor, name, treatment);
  if (!cursor.take("->")) throw cursor.expected("->", `say what affects what, as in ${example}`);
  const through = mediated ? mediatorsAt(cursor, example) : undefined;
  const outcome = nameAt(cursor, "the outcome", example);
  if (cursor.is("->")) {
    const next = "write NDE(T -> M -> Y) or NIE(T -> M -> Y); several mediators stand between, with commas";
    throw cursor.fail(cursor.peek(), "an effect through a mediator has a name of its own", next);
  }
  const success = cursor.take("=") ? valueAt(cursor, `${name}(T -> Y=1)`) : undefined;
  const payoffs = name === "BENEFIT" ? payoffsAt(cursor) : undefined;
  if (cursor.is(",")) {
    throw cursor.fail(
      cursor.peek(),
      `${name} is about one treatment and one outcome`,
      `put what is held behind a bar, as in ${name}(T -> Y | Z=1)`,
    );
  }
  return {
    kind: "effect",
    name,
    treatment,
    ...(arms === undefined ? {} : { arms }),
    ...(through === undefined ? {} : { through }),
    outcome,
    ...(success === undefined ? {} : { success }),
    ...(payoffs === undefined ? {} : { payoffs }),
    given: givenAt(cursor, opening, "effect"),
  };
}

/** `M ->` or `M1, M2 ->`: what lies between. */
function mediatorsAt(cursor: Cursor, example: string): readonly string[] {
  const mediators: string[] = [];
  do mediators.push(nameAt(cursor, "the mediator", example));
  while (cursor.take(","));
  if (cursor.take("->")) return mediators;
  throw cursor.expected("-> and the outcome", `say what lies between, as in ${example}`);
}

/** `=2 vs 0`, if it is there. */
function armsAt(cursor: Cursor, name: EffectName, treatment: string): Effect["arms"] {
  if (cursor.is("=") && cursor.is(">", 1)) throw cursor.fail(cursor.peek(), "=> is no arrow here", "write ->");
  if (!cursor.take("=")) return undefined;
  const arm = `${name}(${shown(quoted(treatment, "`"))}=`;
  const treated = valueAt(cursor, `${arm}2 vs 0 -> Y)`);
  const example = `${arm}${shown(typeof treated === "number" ? String(treated) : quoted(treated, '"'))} vs 0 -> Y)`;
  if (!cursor.isWord("vs"))
    throw cursor.expected("vs and the other arm", `an arm is compared with another, as in ${example}`);
  cursor.next();
  return { treated, control: valueAt(cursor, example) };
}

/** `, complier=1, always=0, never=0, defier=-1`, in any order, all four. */
function payoffsAt(cursor: Cursor): Payoffs {
  const advice = `say what each response type is worth, as in ${WORTH}`;
  const worth = new Map<Payoff, number>();
  while (cursor.take(",")) {
    const token = cursor.peek();
    const type = PAYOFFS.find((one) => one === nameOf(cursor));
    if (type === undefined) throw cursor.expected(`a response type (${PAYOFFS.join(", ")})`, advice);
    if (worth.has(type)) throw cursor.fail(token, `${type} is there already`, "say once what it is worth");
    cursor.next();
    if (!cursor.take("=")) throw cursor.expected(`= and what ${type} is worth`, advice);
    const at = cursor.peek();
    const value = valueAt(cursor, WORTH);
    if (typeof value !== "number") throw cursor.fail(at, "what a response type is worth is a number", advice);
    worth.set(type, value);
  }
  const missing = PAYOFFS.filter((type) => !worth.has(type));
  if (missing.length > 0)
    throw cursor.expected(`what ${missing.join(", ")} ${missing.length > 1 ? "are" : "is"} worth`, advice);
  const [complier, always, never, defier] = PAYOFFS.map((type) => worth.get(type)!);
  return { complier, always, never, defier };
}

function nameOf(cursor: Cursor): string | undefined {
  const { kind, text } = cursor.peek();
  return kind === "name" ? text : undefined;
}

/** `PC(T=1, Y=1)`, `SHARES(T=2 vs 0, Y=1)`, `PC(passed=1)`, from the name on. */
export function caseAt(cursor: Cursor, name: CaseName): Case {
  cursor.next();
  const opening = cursor.next();
  const first = factAt(cursor, name);
  const word = cursor.peek();
  let versus: Value | undefined;
  if (cursor.isWord("vs")) {
    cursor.next();
    versus = valueAt(cursor, `${name}(T=2 vs 0, Y=1)`);
  }
  if (!cursor.take(",")) {
    if (versus !== undefined) {
      throw cursor.fail(word, "vs compares arms, and no outcome follows", `write ${name}(T=2 vs 0, Y=1)`);
    }
    return { kind: "case", name, outcome: first, given: givenAt(cursor, opening, "case", ["a comma"]) };
  }
  const outcome = factAt(cursor, name);
  if (cursor.is(",")) {
    throw cursor.fail(
      cursor.peek(),
      `${name} is about one treatment and one outcome`,
      `put what else is known behind a bar, as in ${name}(T=1, Y=1 | Z=1)`,
    );
  }
  const treatment = { ...first, ...(versus === undefined ? {} : { versus }) };
  return { kind: "case", name, treatment, outcome, given: givenAt(cursor, opening, "case") };
}

/** `T=1` */
function factAt(cursor: Cursor, name: CaseName): { readonly variable: string; readonly value: Value } {
  const example = `${name}(T=1, Y=1)`;
  const variable = nameAt(cursor, "what was observed", example);
  if (!cursor.take("=")) {
    throw cursor.expected(
      `= and the value of ${shown(quoted(variable, "`"))}`,
      `say what was observed, as in ${example}`,
    );
  }
  return { variable, value: valueAt(cursor, example) };
}
