/** The shape of a model file (DESIGN 4.1), as JSON holds it. */

/** An expression: text in the grammar of expressions, or a number. */
export type ExpressionText = string | number;

export type LawText =
  | { readonly bernoulli: ExpressionText }
  | {
      readonly categorical: {
        readonly values: readonly (number | string)[];
        readonly weights: readonly ExpressionText[];
      };
    }
  | { readonly normal: { readonly mean: ExpressionText; readonly sd: ExpressionText } }
  | { readonly uniform: { readonly low: ExpressionText; readonly high: ExpressionText } }
  | { readonly cauchy: { readonly location: ExpressionText; readonly scale: ExpressionText } }
  | { readonly equals: ExpressionText };

/** One type of individual: `name`, `weight` (default 1) and numeric attributes. */
export interface UnitText {
  readonly name: string;
  readonly weight?: number;
  readonly [attribute: string]: string | number | undefined;
}

export interface ModelFile<Name extends string = string> {
  readonly disco: 1;
  readonly about?: string;
  readonly coupling?: number;
  /** A list of types, or attributes with laws. Absent: one unit without attributes. */
  readonly units?: readonly UnitText[] | { readonly [attribute: string]: LawText };
  readonly variables: { readonly [variable in Name]: LawText };
}
