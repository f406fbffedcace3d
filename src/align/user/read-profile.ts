import { DiscoError } from "../../error.js";
import { parseExpression } from "../parse-expression.js";
import { namesOf, productOf } from "../product.js";
import { factGroups } from "./fact-groups.js";
import { type Complain, complainerOf, listAt, numberAt, objectAt, textAt } from "./fields.js";
import { publicPart, type UserFact, type UserFactor, type UserProfile } from "./profile.js";
import { repeatedKey } from "./repeated-key.js";
import { checkSecrets } from "./secrets.js";

/** More than these would no longer fit before a conversation. */
const MOST = { letters: 200_000, facts: 200, style: 50, factors: 16, private: 200, text: 1000, name: 60 } as const;

const KEYS = ["disco-user", "name", "describes", "facts", "style", "factors", "expression", "private"];
const VERSION = "disco-user";
/** The model that is told nothing, what facts and style make together, and groups of doubtful facts. */
const TAKEN = /^(ref|user|facts_\d+)$/;

/**
 * Reads a profile (`*.user.json`; docs/users.md has the format) and checks all of it: unknown and repeated keys, lengths, ranges, hidden characters, the
 * names in the expression, and that nothing that may be told holds a text that is private. `name` is what complaints call the file; they never tell a
 * text of it that may be private. @throws DiscoError for the first thing that is wrong, with its place. Cost: O(text x private texts).
 */
export function readUserProfile(text: string, { name = "user profile" }: { readonly name?: string } = {}): UserProfile {
  const complain = complainerOf(name);
  const file = objectAt(parsed(text, complain), "", KEYS, complain);
  if (file[VERSION] !== 1) {
    throw complain(
      VERSION,
      "the version of the format should be 1",
      `write "${VERSION}": 1`,
      file[VERSION] ?? "nothing",
    );
  }
  const profile: UserProfile = {
    name: textAt(file["name"], "name", MOST.name, complain),
    ...(file["describes"] === undefined
      ? {}
      : { describes: textAt(file["describes"], "describes", MOST.text, complain) }),
    facts: listAt(file["facts"], "facts", MOST.facts, complain).map((fact, k) => factAt(fact, `facts[${k}]`, complain)),
    style: textsAt(file["style"], "style", MOST.style, complain),
    factors: factorsAt(file["factors"], complain),
    ...(file["expression"] === undefined
      ? {}
      : { expression: textAt(file["expression"], "expression", MOST.text, complain) }),
    private: textsAt(file["private"], "private", MOST.private, complain),
  };
  checkSecrets(profile, complain);
  if (profile.expression !== undefined) checkExpression(profile, complain);
  return profile;
}

function parsed(text: string, complain: Complain): unknown {
  if (text.length > MOST.letters) {
    throw complain("", `it is longer than ${MOST.letters} letters`, "keep what matters", `${text.length} letters`);
  }
  let file: unknown;
  try {
    file = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    // The complaint of a JSON reader quotes the text around the place, which may be private.
    const at = /position (\d+)/.exec((error as Error).message)?.[1];
    const place = at === undefined ? undefined : `line ${text.slice(0, Number(at)).split("\n").length}`;
    throw complain("", "it is not JSON", "a comma, a quotation mark or a bracket is missing or too many", place);
  }
  const twice = repeatedKey(text);
  if (twice === undefined) return file;
  throw complain("", "a key stands twice in one object", "keep one of them", `${twice.key}, line ${twice.line}`);
}

function factAt(value: unknown, place: string, complain: Complain): UserFact {
  const fact = objectAt(value, place, ["text", "source", "confidence", "private"], complain);
  const mark = fact["private"];
  if (mark !== undefined && typeof mark !== "boolean") {
    throw complain(`${place}.private`, "it should be true or false", "write true for what nobody may be told");
  }
  return {
    text: textAt(fact["text"], `${place}.text`, MOST.text, complain),
    source: textAt(fact["source"], `${place}.source`, MOST.name, complain),
    confidence: numberAt(fact["confidence"], `${place}.confidence`, [0, 1], complain),
    ...(mark === true ? { private: true } : {}),
  };
}

function factorsAt(value: unknown, complain: Complain): Readonly<Record<string, UserFactor>> {
  const factors = Object.entries(value === undefined ? {} : objectAt(value, "factors", undefined, complain));
  if (factors.length > MOST.factors) {
    const wrong = `there are more than ${MOST.factors}`;
    throw complain("factors", wrong, "each of them costs as much as a model: keep a few", `${factors.length}`);
  }
  return Object.fromEntries(
    factors.map(([name, factor], k) => {
      if (!/^\p{L}[\p{L}\p{M}\p{N}_ -]{0,39}$/u.test(name)) {
        const next = "letters, digits, spaces, _ and -, a letter first, 40 at most";
        throw complain(`factors, number ${k + 1}`, "its name is none that an expression can have", next);
      }
      const place = `factors.${name}`;
      if (TAKEN.test(name)) throw complain(place, "this name means something already", "choose another name");
      const read = objectAt(factor, place, ["system", "weight"], complain);
      const system = textAt(read["system"], `${place}.system`, MOST.text, complain);
      return [name, { system, weight: numberAt(read["weight"], `${place}.weight`, [-10, 10], complain) }];
    }),
  );
}

function textsAt(value: unknown, place: string, most: number, complain: Complain): readonly string[] {
  return listAt(value, place, most, complain).map((one, k) => textAt(one, `${place}[${k}]`, MOST.text, complain));
}

/** Its names must be there: an answer is a bad time to learn that they are not. */
function checkExpression(profile: UserProfile, complain: Complain): void {
  try {
    const { laws, sets } = namesOf(productOf(parseExpression(profile.expression!)));
    const groups = factGroups(publicPart(profile).facts).map(({ name }) => name);
    const there = ["ref", "user", ...groups, ...Object.keys(profile.factors)];
    const missing = laws.find((law) => !there.includes(law));
    if (missing !== undefined) {
      throw complain(
        "expression",
        "it names a factor that is not there",
        `those that are: ${there.join(", ")}`,
        missing,
      );
    }
    if (sets.length > 0) throw complain("expression", "a profile has no sets of tokens", "leave the mask out", sets[0]);
  } catch (error) {
    if (!(error instanceof DiscoError) || error.complaint.who !== "expression") throw error;
    const { wrong, next, given } = error.complaint;
    throw complain("expression", wrong, next, given);
  }
}
