import type { Column } from "../../num/columns.js";
import { hashRows, hashText, mix } from "../../num/hash.js";
import { type Uniform, uniformStream } from "../../num/random.js";
import type { Study } from "../../num/study.js";

/** Content hash of every row, from all roles: neither the order of rows nor of columns nor their names change it. */
function contentOf(study: Study): Uint32Array {
  const { treatment, outcome, unit, rows } = study;
  const columns: Column[] = [
    treatment.kind === "arms"
      ? { kind: "categorical", name: treatment.name, codes: treatment.codes, levels: treatment.arms }
      : { kind: "numeric", name: treatment.name, values: treatment.values },
    { kind: "numeric", name: outcome.name, values: outcome.values },
    ...study.given,
    ...study.instruments,
    ...study.mediators,
    ...(study.running ? [study.running] : []),
    ...(study.time ? [study.time] : []),
    ...(unit
      ? [{ kind: "categorical", name: unit.name, codes: unit.codes, levels: unit.labels.map(String) } as const]
      : []),
  ];
  return hashRows(columns, rows);
}

/**
 * A stream of random numbers for every row, a function of the row's content, of its number among rows with the same content, and of the
 * seed: so the order of rows changes nothing, and like rows have draws of their own.
 */
export function streamsOf(study: Study): (row: number, seed: number) => Uniform {
  const content = contentOf(study);
  const met = new Map<number, number>();
  const number = Int32Array.from(content, (hash) => {
    const before = met.get(hash) ?? 0;
    met.set(hash, before + 1);
    return before;
  });
  return (row, seed) => uniformStream(seed, mix(content[row], number[row]));
}

/** One random number in [0, 1) for every unit, a function of its label and of the seed. */
export function drawsOfUnits(labels: readonly (string | number)[], seed: number): Float64Array {
  return Float64Array.from(labels, (label) => uniformStream(seed, hashText(String(label)))());
}

/** How many of `count` observations a coin that falls on one side with probability p takes. */
export function binomial(uniform: Uniform, count: number, p: number): number {
  let taken = 0;
  for (let k = 0; k < count; k++) if (uniform() < p) taken++;
  return taken;
}
