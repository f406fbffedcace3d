import type { StrataTable } from "../../num/strata.js";

/** How the numbers and the arms of one table are written in sentences. */
export interface Words {
  readonly treatment: string;
  readonly outcome: string;
  /** "male", or "drug = 1" where the label says nothing by itself. */
  readonly treated: string;
  readonly untreated: string;
  /** "admitted = yes", "the average weight". */
  readonly what: string;
  /** Of a rate or an average. */
  readonly level: (value: number) => string;
  /** Of a difference, with its sign. */
  readonly gap: (value: number) => string;
}

const MUTE = /^(yes|no|true|false|t|f|y|n|[-+]?[\d.]+(e[-+]?\d+)?)$/i;

/** The words for a table; `size` is the largest difference that will be told, which decides the digits of numbers. */
export function wordsOf({ treatment, outcome }: StrataTable, size: number): Words {
  const { yes, no } = treatment.labels;
  const arm = (label: string): string => (MUTE.test(label) ? `${treatment.name} = ${label}` : label);
  const binary = outcome.kind === "binary";
  const digits = Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(size || 1))));
  const signed = (value: number, decimals: number): string => {
    const text = grouped(value, decimals);
    return value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
  };
  return {
    treatment: treatment.name,
    outcome: outcome.name,
    treated: arm(String(yes)),
    untreated: arm(String(no)),
    what: binary ? `${outcome.name} = ${String(outcome.labels.yes)}` : `the average ${outcome.name}`,
    level: binary ? (value) => `${grouped(100 * value, 1)} %` : (value) => grouped(value, digits),
    gap: binary ? (value) => `${signed(100 * value, 1)} points` : (value) => signed(value, digits),
  };
}

/** "1,234.5", with a true minus sign; what rounds to nothing has none. */
function grouped(value: number, decimals: number): string {
  const [whole, fraction] = Math.abs(value).toFixed(decimals).split(".");
  const text = `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${fraction === undefined ? "" : `.${fraction}`}`;
  return value < 0 && /[1-9]/.test(text) ? `\u2212${text}` : text;
}

/** "1 stratum", "12 strata". */
export function strataText(count: number): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? "stratum" : "strata"}`;
}

/** "31 %", "0.4 %": a share. */
export function shareText(share: number): string {
  const text = 100 * share;
  return `${text > 0 && text < 0.95 ? grouped(text, 1) : grouped(text, 0)} %`;
}
