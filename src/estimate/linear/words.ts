/** A number as a sentence has it: three digits. */
export function brief(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** A share in per cent; never "100 %" of what is not all. */
export function percent(share: number): string {
  const near = share > 0.99 && share < 1;
  return near ? `${100 - Number((100 * (1 - share)).toPrecision(2))} %` : `${brief(100 * share)} %`;
}
