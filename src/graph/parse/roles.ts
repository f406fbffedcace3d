import { nearestName } from "../../num/nearest.js";
import { ROLES, type Role } from "../graph.js";

/** dagitty's other words for its roles. They stand without a value: with one, such as `target="_top"` or `a=1`, they mean something else. */
const ALONE: ReadonlyMap<string, Role> = new Map<string, Role>([
  ["e", "exposure"],
  ["source", "exposure"],
  ["o", "outcome"],
  ["target", "outcome"],
  ["l", "latent"],
  ["u", "latent"],
  ["a", "adjusted"],
  ["s", "selected"],
]);

/** What people may mean by a word that is no role. */
const MEANT: ReadonlyMap<string, Role> = new Map<string, Role>([
  ["unobserved", "latent"],
  ["unmeasured", "latent"],
  ["hidden", "latent"],
  ["treatment", "exposure"],
  ["source", "exposure"],
  ["response", "outcome"],
  ["target", "outcome"],
  ["conditioned", "adjusted"],
  ["selection", "selected"],
  ["unit", "individual"],
]);

/** The role that a word names, and only by its own name. */
export function roleOf(word: string): Role | undefined {
  return ROLES.find((role) => role === word);
}

/** What to write in place of a word that is no role. */
export function adviceForRole(word: string): string {
  const near = MEANT.get(word.toLowerCase()) ?? nearestName(word, ROLES, { strangers: false });
  const all = `roles are ${ROLES.join(", ")}`;
  return near === undefined ? all : `did you mean ${near}? ${all[0].toUpperCase()}${all.slice(1)}`;
}

const YES: ReadonlySet<string> = new Set(["true", "yes", "1"]);
const NO: ReadonlySet<string> = new Set(["false", "no", "0"]);

/**
 * What an attribute of a variable says of its roles: `latent`, `latent=true`, `u`, `observed=no`, `role="latent,selected"`; undefined when
 * it is about something else. `latent=false` says that there is no such role, which is not the same as to say nothing.
 */
export function rolesOfAttribute(key: string, value: string | undefined): readonly Role[] | undefined {
  if (key === "role" || key === "roles") {
    const roles = (value ?? "").split(/[\s,]+/).filter((word) => word !== "");
    const known = roles.flatMap((word) => roleOf(word) ?? []);
    return known.length === roles.length ? known : undefined;
  }
  const alone = value === undefined ? ALONE.get(key) : undefined;
  if (alone !== undefined) return [alone];
  const isYes = value === undefined || YES.has(value.toLowerCase());
  if (!isYes && !NO.has(value.toLowerCase())) return undefined;
  if (key === "observed") return isYes ? [] : ["latent"];
  const role = key === "unobserved" ? "latent" : roleOf(key);
  if (role === undefined) return undefined;
  return isYes ? [role] : [];
}
