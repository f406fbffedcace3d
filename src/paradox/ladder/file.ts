import type { ModelFile, UnitText } from "../../model/file/model-file.js";
import { numberOf } from "./fraction.js";
import { attributeNames, type Names } from "./names.js";
import type { Type } from "./types.js";

/** The model as a file (DESIGN 4.1). Its numbers are decimals of a few digits. */
export function fileOf(types: readonly Type[], names: Names, about: string): ModelFile {
  const called = attributeNames(names);
  const units = types.map(
    (type): UnitText => ({
      name: type.name,
      weight: numberOf(type.weight),
      [called.takes]: numberOf(type.takes),
      [called.with]: numberOf(type.with),
      [called.without]: numberOf(type.without),
    }),
  );
  const { treatment, outcome } = names;
  const variables = Object.fromEntries([
    [treatment, { bernoulli: called.takes }],
    [outcome, { bernoulli: `${treatment} ? ${called.with} : ${called.without}` }],
  ]);
  return { disco: 1, about, units, variables };
}
