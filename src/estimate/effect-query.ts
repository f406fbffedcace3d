import type { ArmStudy } from "../num/study.js";
import type { Method, Target } from "../query/effect.js";
import type { EffectSettings } from "./effect-options.js";

/** The question an estimator of averages answers, in the grammar of DESIGN 4.2 (overlap has no name there and is written as a condition). */
export function queryOf(study: ArmStudy, arm: number, method: Method, { target, contrast }: EffectSettings): string {
  const { treatment, outcome } = study;
  const [from, to] = [treatment.arms[0], treatment.arms[arm]];
  const [t, y] = [treatment.name, outcome.name];
  if (method === "natural-direct" || method === "natural-indirect") {
    const mediators = study.mediators.map(({ name }) => `${name}=${name}[${t}=${from}]`).join(", ");
    const crossed = `E[${y}[${t}=${to}, ${mediators}]]`;
    return method === "natural-direct" ? `${crossed} - E[${y}[${t}=${from}]]` : `E[${y}[${t}=${to}]] - ${crossed}`;
  }
  const about: Target | "seen" = method === "difference" ? "seen" : method === "overlap" ? "overlap" : target;
  const average = (value: string): string => {
    if (about === "seen") return `E[${y} | ${t}=${value}]`;
    if (about === "ate") return `E[${y} | do(${t}=${value})]`;
    const who = about === "overlap" ? "overlap" : `${t}=${about === "att" ? to : from}`;
    return `E[${y}[${t}=${value}] | ${who}]`;
  };
  if (contrast === "odds-ratio") return `odds ${average(to)} / odds ${average(from)}`;
  return `${average(to)} ${contrast === "ratio" ? "/" : "-"} ${average(from)}`;
}
