import type { Sample, TwoLabels } from "../num/sample.js";

/** A name or label as the question grammar writes it: bare when it is a plain word or number, else in double quotes. */
export function word(value: string | number | boolean): string {
  const text = String(value);
  return typeof value !== "string" || /^[A-Za-z_][A-Za-z0-9_]*$/.test(text) ? text : JSON.stringify(text);
}

/** The label of arm or outcome 1 or 0. */
function label(labels: TwoLabels, yes: boolean): string | number | boolean {
  return yes ? labels.yes : labels.no;
}

/** One observed event in the grammar of DESIGN 4.2, and what is asked about it. */
export interface EventWords {
  readonly given: Readonly<Record<string, string | number | boolean>>;
  /** "subsidy=1, retained=1" */
  readonly evidence: string;
  /** What would have been in the same arm, and in the other: "P(retained[subsidy=0]=1 | subsidy=1, retained=1)". */
  readonly again: string;
  readonly otherwise: string;
  /** The same without evidence. */
  readonly againAll: string;
  readonly otherwiseAll: string;
}

/** Words for the event that arm `t` showed outcome `y` (for numbers: `y` says above or not above `cut`). */
export function eventWords(sample: Sample, t: boolean, y: boolean, cut?: number): EventWords {
  const { treatment, outcome } = sample;
  const arm = word(treatment.name);
  const out = word(outcome.name);
  const own = label(treatment.labels, t);
  const other = label(treatment.labels, !t);
  if (outcome.kind === "binary") {
    const seen = label(outcome.labels, y);
    const evidence = `${arm}=${word(own)}, ${out}=${word(seen)}`;
    const ask = (which: string | number | boolean) => `${out}[${arm}=${word(which)}]=${word(seen)}`;
    return {
      given: { [treatment.name]: own, [outcome.name]: seen },
      evidence,
      again: `P(${ask(own)} | ${evidence})`,
      otherwise: `P(${ask(other)} | ${evidence})`,
      againAll: `P(${ask(own)})`,
      otherwiseAll: `P(${ask(other)})`,
    };
  }
  const evidence = `${arm}=${word(own)}, ${out}${y ? ">" : "<="}${cut}`;
  const shown = cut === undefined ? "" : Number(cut.toPrecision(6));
  return {
    given: { [treatment.name]: own, [outcome.name]: `${y ? "above" : "at most"} ${shown}` },
    evidence,
    again: `E[${out}[${arm}=${word(own)}] | ${evidence}]`,
    otherwise: `E[${out}[${arm}=${word(other)}] | ${evidence}]`,
    againAll: `E[${out}[${arm}=${word(own)}]]`,
    otherwiseAll: `E[${out}[${arm}=${word(other)}]]`,
  };
}
