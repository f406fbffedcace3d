import { arithmetic, event, inside, mean, probability } from "./build.js";
import { domainsOf } from "./cells.js";
import type { Draw } from "./draw.js";
import { type Fraction, fraction, minus, ONE, plus, times } from "./fraction.js";
import type { OracleModel, Value } from "./model.js";
import { type Event, eventText, type OracleQuestion, type Quantity } from "./question.js";

/** The oracle's value of a question. */
export type Say = (question: OracleQuestion) => Fraction;

/** A question by name, and what its parts mean in plain questions; `value` is the part that is the answer itself. */
export interface NamedQuestion {
  readonly text: string;
  readonly layer: 1 | 2 | 3;
  /** What the question conditions on: asked by itself, its probability says whether there is an answer. */
  readonly given: readonly Event[];
  readonly individual?: string;
  readonly parts: Readonly<Record<string, (say: Say) => Fraction>>;
}

const NAMES = ["ATE", "ETT", "ETU", "PN", "PS", "PNS", "TYPES", "PC", "SHARES"] as const;

/** One of the named questions about two variables of a model (THEORY 4, 5.1, 5.2; the forms of DESIGN 4.2). */
export function randomEffect(draw: Draw, model: OracleModel): NamedQuestion {
  const domains = domainsOf(model);
  const variables = model.variables.map(({ name }, at) => ({ name, domain: domains[at] }));
  const able = variables.filter(({ domain }) => domain.length > 1);
  if (able.length < 2) throw new RangeError("a model without two variables that vary");
  const pair = draw.some(able, 2).toSorted((a, b) => able.indexOf(a) - able.indexOf(b));
  // Mostly the cause is before the effect.
  const [T, Y] = draw.chance(0.85) ? pair : pair.toReversed();
  const [treated, control] = isBinary(T.domain) ? ([1, 0] as const) : draw.some(T.domain, 2);
  const success = isBinary(Y.domain) && draw.chance(0.8) ? 1 : draw.one(Y.domain);
  const others = variables.filter((one) => one !== T && one !== Y);
  const more = others.length > 0 && draw.chance(0.3) ? [draw.one(others)] : [];
  const given = more.map(({ name, domain }) => event(name, draw.one(domain)));
  const individual = draw.chance(0.15) ? draw.one(model.units).name : undefined;
  const about = { T: T.name, Y: Y.name, treated, control, success, given, ...(individual ? { individual } : {}) };
  const name = draw.one(NAMES);
  if (name === "PC" || name === "SHARES") return caseOf(name, about, isBinary(T.domain));
  const numeric = Y.domain.every((value) => typeof value === "number");
  return effectOf(name, about, isBinary(T.domain), isBinary(Y.domain), numeric && draw.chance(0.5));
}

interface About {
  readonly T: string;
  readonly Y: string;
  readonly treated: Value;
  readonly control: Value;
  readonly success: Value;
  readonly given: readonly Event[];
  readonly individual?: string;
}

function effectOf(
  name: Exclude<(typeof NAMES)[number], "PC" | "SHARES">,
  about: About,
  twoArms: boolean,
  twoOutcomes: boolean,
  ofNumber: boolean,
): NamedQuestion {
  const { T, Y, treated, control, success, given } = about;
  const isEffect = name === "ATE" || name === "ETT" || name === "ETU";
  // Y alone is the number itself for an effect, and Y=1 for a probability.
  const bare = isEffect ? ofNumber : twoOutcomes && success === 1;
  const arms = twoArms ? T : `${T}=${treated} vs ${control}`;
  const text = `${name}(${arms} -> ${bare ? Y : `${Y}=${success}`}${condition(about)})`;
  const whom = individually(about);
  const had = (arm: Value, yes: boolean) => event(inside(Y, { [T]: arm }), success, yes ? "=" : "!=");
  if (isEffect) {
    const arm = { ATE: [], ETT: [event(T, treated)], ETU: [event(T, control)] }[name];
    const held = [...arm, ...given];
    const value = (say: Say) =>
      bare
        ? say(mean(difference(Y, T, treated, control), held, whom))
        : minus(say(probability([had(treated, true)], held, whom)), say(probability([had(control, true)], held, whom)));
    return { text, layer: held.length === 0 ? 2 : 3, given: held, ...whom, parts: { value } };
  }
  const seen = {
    PN: [event(T, treated), event(Y, success)],
    PS: [event(T, control), event(Y, success, "!=")],
    PNS: [],
    TYPES: [],
  }[name];
  const held = [...seen, ...given];
  const joint = (events: readonly Event[]) => (say: Say) => say(probability(events, held, whom));
  const complier = joint([had(treated, true), had(control, false)]);
  const parts: NamedQuestion["parts"] = {
    PN: { value: joint([had(control, false)]) },
    PS: { value: joint([had(treated, true)]) },
    PNS: { value: complier },
    TYPES: {
      "types.complier": complier,
      "types.always": joint([had(treated, true), had(control, true)]),
      "types.never": joint([had(treated, false), had(control, false)]),
      "types.defier": joint([had(treated, false), had(control, true)]),
    },
  }[name];
  return { text, layer: 3, given: held, ...whom, parts };
}

function caseOf(name: "PC" | "SHARES", about: About, twoArms: boolean): NamedQuestion {
  const { T, Y, treated, control, success, given } = about;
  const reference = name === "PC" || twoArms ? "" : ` vs ${control}`;
  const text = `${name}(${T}=${treated}${reference}, ${Y}=${success}${condition(about)})`;
  const whom = individually(about);
  const held = [event(T, treated), event(Y, success), ...given];
  const had = (arm: Value) => [event(inside(Y, { [T]: arm }), success)];
  const again = (say: Say) => say(probability(had(treated), held, whom));
  if (name === "PC") return { text, layer: 3, given: held, ...whom, parts: { value: again } };
  const anyway = (say: Say) => say(probability(had(control), held, whom));
  // The order-free split compares with the whole population.
  const [all1, all0] = [treated, control].map((arm) => (say: Say) => say(probability(had(arm), given, whom)));
  const half = fraction(1, 2);
  const policy = (say: Say) => plus(minus(all1(say), all0(say)), minus(again(say), anyway(say)));
  const own = (say: Say) => plus(minus(anyway(say), all0(say)), minus(again(say), all1(say)));
  return {
    text,
    layer: 3,
    given: held,
    ...whom,
    parts: {
      "shares.anyway": anyway,
      "shares.policy": (say) => minus(again(say), anyway(say)),
      "shares.chance": (say) => minus(ONE, again(say)),
      recurrence: again,
      "fourWay.base": all0,
      "fourWay.policy": (say) => times(half, policy(say)),
      "fourWay.individual": (say) => times(half, own(say)),
      "fourWay.chance": (say) => minus(ONE, again(say)),
    },
  };
}

function difference(Y: string, T: string, treated: Value, control: Value): Quantity {
  return arithmetic("-", inside(Y, { [T]: treated }), inside(Y, { [T]: control }));
}

function condition({ given, individual }: About): string {
  const held = given.length === 0 ? "" : ` | ${given.map(eventText).join(", ")}`;
  return `${held}${individual === undefined ? "" : `; unit=${individual}`}`;
}

function individually({ individual }: About): { readonly individual?: string } {
  return individual === undefined ? {} : { individual };
}

function isBinary(domain: readonly Value[]): boolean {
  return domain.length === 2 && domain.includes(0) && domain.includes(1);
}
