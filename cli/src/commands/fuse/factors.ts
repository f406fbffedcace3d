import type { Engine, FactorPrompt, FusionFactor, Message } from "discoscm/align";
import { usage } from "../../errors.js";
import { type FuseFlags, namedTexts } from "./flags.js";

/** What the factors of an answer are told, as the person wrote it. */
export interface FactorPlan {
  readonly name: string;
  /** Beside the system text that all are told. */
  readonly told: string;
  readonly adapter?: { readonly name: string; readonly scale: number };
}

/** Names that need no --factor: the model that is told nothing of its own. Recipes call it plain. */
const PLAIN = ["ref", "plain"];

export interface FactorPlans {
  readonly plans: readonly FactorPlan[];
  /** Paths of adapters by name. */
  readonly lora: Readonly<Record<string, string>>;
}

/** The factors that an expression names (`used`), of those that were given. */
export function planFactors(flags: FuseFlags, used: readonly string[]): FactorPlans {
  const told = namedTexts("--factor", flags.factor);
  const adapters = new Map<string, { path: string; scale: number }>();
  for (const [name, value] of namedTexts("--lora", flags.lora)) {
    const [, path, scale = "1"] = /^(.*?)(?:@([^@/\\]*))?$/s.exec(value)!;
    const strength = scale.trim() === "" ? Number.NaN : Number(scale);
    if (path === "" || !Number.isFinite(strength)) {
      throw usage(
        "--lora",
        "it should be a file, with @ and a scale where it is not 1",
        value,
        `write --lora ${name}=${name}.gguf@0.7`,
      );
    }
    adapters.set(name, { path, scale: strength });
  }
  const given = [...told.keys(), ...adapters.keys()];
  const idle = given.find((name) => !used.includes(name));
  if (idle !== undefined) {
    throw usage("--factor", "the expression does not name this factor", idle, "name it there, or leave it away");
  }
  const plans = used.map((name): FactorPlan => {
    const adapter = adapters.get(name);
    if (!given.includes(name) && !PLAIN.includes(name)) {
      const there = [...new Set([...PLAIN.slice(0, 1), ...given])].join(", ");
      throw usage(
        "fusion",
        "the expression names a factor that is not there",
        name,
        `those that are: ${there}; add one with --factor ${name}="You ..."`,
      );
    }
    return { name, told: told.get(name) ?? "", ...(adapter ? { adapter: { name, scale: adapter.scale } } : {}) };
  });
  return { plans, lora: Object.fromEntries([...adapters].map(([name, { path }]) => [name, path])) };
}

/** What each factor is told before the answer begins, as tokens and for the record. */
export function promptsOf(engine: Engine, { plans }: FactorPlans, system: string | undefined, question: string) {
  const factors: Record<string, FactorPrompt> = {};
  const record: FusionFactor[] = [];
  for (const { name, told, adapter } of plans) {
    const content = [system ?? "", told].filter((part) => part !== "").join("\n\n");
    const messages: Message[] = [
      ...(content === "" ? [] : [{ role: "system", content } as const]),
      { role: "user", content: question },
    ];
    factors[name] = { tokens: engine.chat(messages), ...(adapter ? { adapter } : {}) };
    record.push({ name, told: content, ...(adapter ? { adapter } : {}) });
  }
  return { factors, record };
}
