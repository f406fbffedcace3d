import { type Command, Option } from "commander";
import { usage } from "./errors.js";

/** Reads the value of an option; `previous` is what an earlier use of the same option gave. */
type Reader<T> = (value: string, previous: T | undefined) => T;

/** One text, given once: the second of two would silently win otherwise. */
export function text(flag: string): Reader<string> {
  return (value, previous) => present(flag, textOrNothing(flag)(value, previous));
}

/** The same where nothing at all is an answer too. */
export function textOrNothing(flag: string): Reader<string> {
  return (value, previous) => {
    if (previous !== undefined) throw usage(flag, "it stands twice", `${previous} and ${value}`, "keep one of them");
    return value;
  };
}

/** Commander takes whatever follows for the value, so that `--treatment --outcome y` would ask about a column "--outcome". */
function present(flag: string, value: string): string {
  if (value.trim() === "") throw usage(flag, "it is empty", '""', "write a value, or leave the option away");
  if (/^--[a-z]/.test(value))
    throw usage(flag, "a value should follow, not another option", value, `write ${flag} VALUE`);
  return value;
}

/** One of a few words. */
export function oneOf<T extends string>(flag: string, words: readonly T[]): Reader<T> {
  const read = text(flag);
  return (value, previous) => {
    const word = read(value, previous);
    if (!(words as readonly string[]).includes(word)) {
      throw usage(flag, "there is no such choice", word, `choose one of ${words.join(", ")}`);
    }
    return word as T;
  };
}

interface Limits {
  readonly low: number;
  readonly high: number;
  readonly whole?: boolean;
  /** The ends themselves do not count. */
  readonly open?: boolean;
  /** What a person would write. */
  readonly example: string;
}

/** One number between two limits. */
export function number(flag: string, limits: Limits): Reader<number> {
  const { low, high, whole = false, open = false, example } = limits;
  return (value, previous) => {
    if (previous !== undefined) throw usage(flag, "it stands twice", `${previous} and ${value}`, "keep one of them");
    // 10_000_000 is easier to read than it would be without, and 1e7 is a number as it is.
    const parsed = value.trim() === "" ? Number.NaN : Number(value.replace(/(?<=\d)_(?=\d)/g, ""));
    const inside = open ? parsed > low && parsed < high : parsed >= low && parsed <= high;
    if (!inside || (whole && !Number.isInteger(parsed))) {
      const kind = whole ? "a whole number" : "a number";
      const ends = open ? `strictly between ${low} and ${high}` : `from ${low} to ${high}`;
      throw usage(flag, `it should be ${kind} ${ends}`, value === "" ? '""' : value, `write ${flag} ${example}`);
    }
    return parsed;
  };
}

/** Texts that add up over several uses: `--derive A --derive B`. */
export function several(flag: string): Reader<string[]> {
  return (value, previous = []) => {
    return [...previous, present(flag, value)];
  };
}

/**
 * Names separated by commas, over several uses; a name that holds a comma stands in double quotes (a quote in it doubled),
 * as in a line of CSV: `--given 'age,"income, net"'`.
 */
export function names(flag: string): Reader<string[]> {
  return (value, previous = []) => {
    const list = splitNames(flag, present(flag, value));
    const twice = list.find((name, i) => previous.includes(name) || list.indexOf(name) !== i);
    if (twice !== undefined) throw usage(flag, "a name stands twice", twice, "keep one of them");
    return [...previous, ...list];
  };
}

function splitNames(flag: string, line: string): string[] {
  const field = /\s*(?:"((?:[^"]|"")*)"|([^",]*))\s*(,|$)/y;
  const list: string[] = [];
  for (let more = true; more; ) {
    const match = field.exec(line);
    if (match === null) {
      throw usage(
        flag,
        "a quotation mark is not where it belongs",
        line,
        `write it as in CSV: ${flag} 'age,"income, net"'`,
      );
    }
    const name = match[1] === undefined ? match[2].trim() : match[1].replaceAll('""', '"');
    if (name === "") throw usage(flag, "a name is empty", line, "write names with commas between: age,education");
    list.push(name);
    more = match[3] === ",";
  }
  return list;
}

type Reading = (flag: string) => (value: string, previous: never) => unknown;

/** An option of a command; `reading` makes and checks its value, absent for a switch. */
export function option(flags: string, description: string, reading?: Reading): Option {
  const made = new Option(flags, description);
  // Commander types the reader by the value alone; what a reader gave is what it gets back as `previous`.
  return reading === undefined ? made : made.argParser(reading(flags.split(/[ ,]/)[0]) as (value: string) => unknown);
}

/** Adds the options to the command under headings that say what they are for. */
export function addOptions(command: Command, groups: Readonly<Record<string, readonly Option[]>>): Command {
  for (const [heading, options] of Object.entries(groups)) {
    for (const one of options) command.addOption(one.helpGroup(heading));
  }
  return command;
}
