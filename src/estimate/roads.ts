import { DiscoError } from "../error.js";
import type { Study } from "../num/study.js";
import type { EffectOptions } from "./effect-options.js";

/** How a study is answered: by arms, as a slope, as a panel, or at a cutoff. */
export type Road = "arms" | "dose" | "panel" | "discontinuity";

/** A study with times is a panel, one with a running variable a discontinuity; else the treatment decides. */
export function roadOf({ time, running, treatment }: Study): Road {
  if (time !== undefined) return "panel";
  if (running !== undefined) return "discontinuity";
  return treatment.kind === "arms" ? "arms" : "dose";
}

const WORDS: Readonly<Record<Road, string>> = {
  arms: "a comparison of arms",
  dose: "a dose, whose effect is a slope",
  panel: "a panel, whose effect is the average on the treated as a difference",
  discontinuity: "a discontinuity, whose effect is a difference at the cutoff",
};

/** Options that only some roads know. */
const KNOWN: Readonly<Partial<Record<keyof EffectOptions, readonly Road[]>>> = {
  target: ["arms"],
  contrast: ["arms"],
  trim: ["arms"],
  bootstrap: ["arms"],
  workers: ["arms"],
  refute: ["arms", "dose"],
  learner: ["arms", "dose"],
  trees: ["arms", "dose"],
  depth: ["arms", "dose"],
  folds: ["arms", "dose"],
  cutoff: ["discontinuity"],
  bandwidth: ["discontinuity"],
  replications: ["panel"],
};

/** What a road would do without being told; saying it is no mistake. */
const ANYWAY: Readonly<Record<Road, Readonly<Partial<EffectOptions>>>> = {
  arms: {},
  dose: { target: "ate", contrast: "difference" },
  panel: { target: "att", contrast: "difference", refute: false },
  discontinuity: { contrast: "difference", refute: false },
};

/** @throws DiscoError for an option that would do nothing here: silence would let a person believe that it did */
export function refuseIdle(road: Road, options: EffectOptions): void {
  for (const [name, roads] of Object.entries(KNOWN) as [keyof EffectOptions, readonly Road[]][]) {
    const value = options[name];
    if (value === undefined || roads.includes(road) || ANYWAY[road][name] === value) continue;
    throw new DiscoError({
      who: `--${name}`,
      wrong: `this does nothing here: it is ${WORDS[road]}`,
      given: String(value),
      next: road === "dose" ? "leave it out, or make two arms with --derive" : "leave it out",
    });
  }
}
