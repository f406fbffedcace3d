// A stand-in for vitest inside a page: as much of describe, it and expect as the suites that also run in a browser use. It collects
// what ran, so that the page can tell.
type Body = () => unknown;

interface Ran {
  readonly name: string;
  readonly failure?: string;
}

const path: string[] = [];
const waiting: { readonly name: string; readonly body: Body }[] = [];

export function describe(name: string, body: Body): void {
  path.push(name);
  body();
  path.pop();
}

export function it(name: string, ...rest: readonly unknown[]): void {
  const body = rest.find((one) => typeof one === "function") as Body;
  waiting.push({ name: [...path, name].join(" > "), body });
}

/** Runs what was described. */
export async function run(): Promise<readonly Ran[]> {
  const ran: Ran[] = [];
  for (const { name, body } of waiting) {
    try {
      await body();
      ran.push({ name });
    } catch (error) {
      ran.push({ name, failure: error instanceof Error ? error.message : String(error) });
    }
  }
  return ran;
}

function equal(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const [left, right] = [Object.entries(a), Object.entries(b)];
  return (
    left.length === right.length && left.every(([key, value]) => equal(value, (b as Record<string, unknown>)[key]))
  );
}

export function expect(found: unknown, message = "") {
  const check = (ok: boolean, what: string) => {
    if (!ok) throw new Error(`${message} ${String(found)} ${what}`);
  };
  const matchers = (wanted: boolean) => {
    const must = (ok: boolean, what: string) => check(ok === wanted, wanted ? what : `not ${what}`);
    return {
      toBe: (other: unknown) => must(Object.is(found, other), `is ${String(other)}`),
      toEqual: (other: unknown) => must(equal(found, other), `equals ${JSON.stringify(other)}`),
      toBeUndefined: () => must(found === undefined, "is undefined"),
      toBeNull: () => must(found === null, "is null"),
      toBeDefined: () => must(found !== undefined, "is defined"),
      toBeLessThan: (other: number) => must((found as number) < other, `< ${other}`),
      toBeLessThanOrEqual: (other: number) => must((found as number) <= other, `<= ${other}`),
      toBeGreaterThan: (other: number) => must((found as number) > other, `> ${other}`),
      toBeGreaterThanOrEqual: (other: number) => must((found as number) >= other, `>= ${other}`),
      toContain: (part: string) => must((found as string).includes(part), `contains ${part}`),
      toMatch: (pattern: RegExp) => must(pattern.test(found as string), `matches ${pattern}`),
      toThrow: (pattern?: RegExp) => {
        let thrown: unknown;
        try {
          (found as Body)();
        } catch (error) {
          thrown = error;
        }
        const text = thrown instanceof Error ? thrown.message : "";
        must(thrown !== undefined && (pattern === undefined || pattern.test(text)), `throws ${String(pattern ?? "")}`);
      },
    };
  };
  return { ...matchers(true), not: matchers(false) };
}
