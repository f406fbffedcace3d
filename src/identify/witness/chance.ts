import { printValue } from "../../query/print.js";
import type { Value } from "../../query/question.js";

/** Something that is chance alone: its odds, bit by bit of the code of its value. */
export interface Chance {
  readonly name: string;
  readonly odds: readonly number[];
  readonly values: readonly Value[];
}

/** The probability of each code of bits that come about independently. */
export function weightsOf({ odds, values }: Pick<Chance, "odds" | "values">): readonly number[] {
  const has = (code: number, bit: number) => ((code >> bit) & 1) === 1;
  return values.map((_, code) => odds.reduce((all, one, bit) => all * (has(code, bit) ? one : 1 - one), 1));
}

/** Are the values 0, 1, and so on: their own codes? */
export function areCodes(values: readonly Value[]): boolean {
  return values.every((value, code) => value === code);
}

/** "U1 and W are fair coins", "X is 1 in 1 case of 8". */
export function sayChance(list: readonly Chance[]): readonly string[] {
  const isCoin = ({ odds, values }: Chance) => values.length === 2 && odds[0] === 1 / 2 && areCodes(values);
  const coins = list.filter(isCoin).map(({ name }) => name);
  const fair = coins.length === 1 ? [`${coins[0]} is a fair coin`] : [`${listed(coins, "and")} are fair coins`];
  return [...(coins.length === 0 ? [] : fair), ...list.filter((one) => !isCoin(one)).map(sayOther)];
}

function sayOther(one: Chance): string {
  const texts = one.values.map(printValue);
  const weights = weightsOf(one);
  if (one.odds.every((odds) => odds === 1 / 2)) return `${one.name} is ${listed(texts, "or")}, equally often`;
  if (areCodes(one.values) && texts.length === 2) return `${one.name} is 1 in ${sayOdds(weights[1])}`;
  return `${one.name} is ${listed(
    texts.map((text, code) => `${text} in ${sayOdds(weights[code])}`),
    "and",
  )}`;
}

/** "3 cases of 8". All odds here have a power of two below the line. */
export function sayOdds(odds: number): string {
  let of = 1;
  while (!Number.isInteger(odds * of)) of *= 2;
  return `${odds * of} ${odds * of === 1 ? "case" : "cases"} of ${of}`;
}

/** What codes stand for, where they are not the values themselves. */
export function legend(values: readonly Value[]): string {
  if (areCodes(values)) return "";
  return ` (${listed(
    values.map((value, code) => `${code} stands for ${printValue(value)}`),
    "and",
  )})`;
}

/** "A, B and C" */
function listed(texts: readonly string[], last: "and" | "or"): string {
  return texts.length < 2 ? texts.join("") : `${texts.slice(0, -1).join(", ")} ${last} ${texts[texts.length - 1]}`;
}
