import { log } from "../../num/elementary.js";
import { BLOCK } from "../../num/noise.js";
import { point, type Span } from "../expression/span.js";
import { spanOf } from "../file/mechanism.js";
import { holds } from "../holds.js";
import type { UnitType } from "../model.js";
import type { Conjunct, Request } from "../request.js";
import { drawUniform } from "./noises.js";
import { makePicker } from "./picker.js";
import type { Bench, Operand } from "./registers.js";
import { UNIT_NOISE } from "./sites.js";

/** Who is drawn. */
export interface Population {
  /** The log of the share of those who agree with the evidence about types and their attributes; -Infinity when there are none. */
  readonly share: number;
  /** Index of the type in each row, or of the only one; absent for a continuous population. */
  readonly types?: Int32Array | number;
  readonly attributeOf: (attribute: number) => Operand;
  /** Where its values can be. */
  readonly attributeSpan: (attribute: number) => Span;
  readonly unitOf: (row: number) => string | undefined;
}

/** Draws types by their weights among those that the evidence leaves; the one individual's own weight does not matter. */
export function drawPopulation(
  { model, individual }: Request,
  evidence: readonly Conjunct[],
  bench: Bench & { readonly seed: number },
): Population {
  const { types } = model;
  if (types === undefined) {
    return {
      share: 0,
      attributeOf: () => {
        throw new Error("attributes of a continuous population are drawn");
      },
      attributeSpan: () => {
        throw new Error("attributes of a continuous population are drawn");
      },
      unitOf: () => undefined,
    };
  }
  const weight = (index: number) =>
    individual === undefined ? types[index].weight : index === individual.type ? 1 : 0;
  const left = types.map((type, index) =>
    evidence.every((one) => holds(one, valueFor(type, index, one))) ? weight(index) : 0,
  );
  const share = left.reduce((sum, one) => sum + one, 0);
  const who = left.flatMap((one, index) => (one > 0 ? [index] : []));
  if (who.length <= 1) {
    const only = who[0] ?? 0;
    return {
      // Rounding may make the sum of all weights a little different from 1.
      share: who.length === types.length ? 0 : log(share),
      types: only,
      attributeOf: (attribute) => types[only].attributes[attribute],
      attributeSpan: (attribute) => point(types[only].attributes[attribute]),
      unitOf: () => (types.length > 1 ? types[only].name : undefined),
    };
  }
  const rows = drawTypes(
    who,
    who.map((index) => left[index]),
    bench,
  );
  const known = new Map<number, Operand>();
  return {
    share: left.every((one) => one > 0) ? 0 : log(share),
    types: rows,
    attributeOf: (attribute) => {
      let found = known.get(attribute);
      if (found === undefined) {
        found = gather(
          types.map((type) => type.attributes[attribute]),
          rows,
          bench,
        );
        known.set(attribute, found);
      }
      return found;
    },
    attributeSpan: (attribute) => spanOf(who.map((index) => types[index].attributes[attribute])),
    unitOf: (row) => types[rows[row]].name,
  };
}

function valueFor(type: UnitType, index: number, { subject }: Conjunct): number {
  return subject.kind === "attribute" ? type.attributes[subject.attribute] : index;
}

function drawTypes(
  who: readonly number[],
  weights: readonly number[],
  bench: Bench & { readonly seed: number },
): Int32Array {
  const rows = new Int32Array(BLOCK);
  const find = makePicker(weights);
  const noise = drawUniform(bench, UNIT_NOISE);
  const index = Int32Array.from(who);
  bench.steps.push((memory, count) => {
    for (let i = 0; i < count; i++) rows[i] = index[find(memory[noise.at + i])];
  });
  bench.registers.give(noise);
  return rows;
}

/** The attribute in each row; never given back. */
function gather(values: readonly number[], rows: Int32Array, bench: Bench): Operand {
  if (values.every((value) => value === values[0])) return values[0];
  const table = Float64Array.from(values);
  const out = bench.registers.take();
  bench.steps.push((memory, count) => {
    for (let i = 0; i < count; i++) memory[out.at + i] = table[rows[i]];
  });
  return out;
}
