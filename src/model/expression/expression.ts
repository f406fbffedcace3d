/** Functions that expressions may call, with the number of arguments each takes (min and max take two or more). */
export const FUNCTIONS = {
  exp: 1,
  log: 1,
  sqrt: 1,
  abs: 1,
  logistic: 1,
  min: 2,
  max: 2,
} as const;
export type FunctionName = keyof typeof FUNCTIONS;

export const BINARY = ["||", "&&", "==", "!=", "<", "<=", ">", ">=", "+", "-", "*", "/", "^"] as const;
export type BinaryOperator = (typeof BINARY)[number];

/**
 * The tree of an expression. `Reference` is a name (a string) as parsed, and a place in a model once resolved. Truth is 1, falsehood 0; any
 * number but 0 is true. A label (`"red"`) is only ever compared with == and !=, and is a number (its code in the model) once resolved.
 */
export type Expression<Reference> =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "label"; readonly value: string }
  | { readonly kind: "reference"; readonly to: Reference }
  | { readonly kind: "unary"; readonly operator: "-" | "!"; readonly of: Expression<Reference> }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression<Reference>;
      readonly right: Expression<Reference>;
    }
  | {
      readonly kind: "choice";
      readonly test: Expression<Reference>;
      readonly yes: Expression<Reference>;
      readonly no: Expression<Reference>;
    }
  | { readonly kind: "call"; readonly name: FunctionName; readonly args: readonly Expression<Reference>[] };

/** A name's place in a model: a variable, or an attribute of the unit, by its index there. */
export type Slot = { readonly variable: number } | { readonly attribute: number };

/** An expression whose names are resolved and whose labels are codes. */
export type Formula = Expression<Slot>;
