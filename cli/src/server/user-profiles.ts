import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Engine, Reduction, UserProfile } from "discoscm/align";
import { DiscoError } from "discoscm/error";
import { readText } from "../text-file.js";
import type { Profiles } from "./profiles.js";

type Align = Pick<
  typeof import("discoscm/align"),
  "factorsOf" | "namesOf" | "productOf" | "promptsOf" | "readUserProfile"
>;

const ENDING = ".user.json";

/** Reads every `*.user.json` of a folder. @throws DiscoError for a folder or profile that cannot be read, and for two of one name */
export async function readProfiles(
  { readUserProfile }: Pick<Align, "readUserProfile">,
  folder: string,
): Promise<readonly UserProfile[]> {
  const complain = (wrong: string, given: string, next: string) =>
    new DiscoError({ who: "--users", wrong, given, next });
  let files: string[];
  try {
    files = readdirSync(folder).filter((name) => name.endsWith(ENDING));
  } catch {
    throw complain("this is no folder that can be read", folder, `name one with profiles, *${ENDING}`);
  }
  if (files.length === 0) throw complain("the folder has no profile", folder, `name one with profiles, *${ENDING}`);
  const profiles: UserProfile[] = [];
  for (const file of files.sort()) {
    const { text, name } = await readText(join(folder, file), { who: "profile", next: "mend or remove it" });
    const profile = readUserProfile(text, { name });
    if (profiles.some((other) => other.name === profile.name)) {
      throw complain("two profiles have the same name", profile.name, "requests tell users apart by it; change one");
    }
    profiles.push(profile);
  }
  return profiles;
}

/** A request's `user` is the name of a profile; somebody else, or nobody, is answered by the model as it is. */
export function userProfiles(
  { factorsOf, namesOf, productOf, promptsOf }: Align,
  engine: Engine,
  profiles: readonly UserProfile[],
  reduction: Reduction = "geometric",
): Profiles {
  const known = new Map(profiles.map((profile) => [profile.name, profile]));
  return {
    factorsFor: (user, conversation) => {
      const profile = user === undefined ? undefined : known.get(user);
      if (profile === undefined) return undefined;
      const { messages, expression, reduction: reduced } = factorsOf(profile, conversation, { reduction });
      // A factor that nothing names would only take up room.
      const named = new Set(["ref", ...namesOf(productOf(expression)).laws]);
      const used = Object.fromEntries(Object.entries(messages).filter(([name]) => named.has(name)));
      const drawn = reduced === "mixture" ? { drawn: true as const } : {};
      return { user: profile.name, factors: promptsOf(engine, used), expression, ...drawn };
    },
  };
}
