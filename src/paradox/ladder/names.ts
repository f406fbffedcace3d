import { DiscoError } from "../../error.js";

/** What the variables are called. */
export interface Names {
  readonly treatment: string;
  readonly outcome: string;
}

/** What the numbers of a type are called in a model file. */
export interface AttributeNames {
  readonly takes: string;
  readonly with: string;
  readonly without: string;
}

/** Names of variables and attributes must differ: an underscore is added where the person chose one of ours. */
export function attributeNames({ treatment, outcome }: Names): AttributeNames {
  const free = (name: string): string => ([treatment, outcome].includes(name) ? free(`${name}_`) : name);
  return { takes: free("takes"), with: free("with"), without: free("without") };
}

/** @throws DiscoError where both are called alike; what else a name may not be, the model's reader says. */
export function checkNames({ treatment, outcome }: Names): void {
  if (treatment !== outcome) return;
  throw new DiscoError({
    who: "outcome",
    wrong: "it has the name of the treatment",
    given: outcome,
    next: "give the two different names",
  });
}
