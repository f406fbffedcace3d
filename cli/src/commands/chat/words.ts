import type { Session } from "./session.js";
import { type Posterior, posteriorOf, speakersOf } from "./speakers.js";

/** Who is likely to be writing, and where that comes from. */
export async function whoLines(session: Session): Promise<readonly string[]> {
  const [first] = session.profiles;
  if (first === undefined) return ["nobody is known: give --user or --users"];
  const posterior = await posteriorOf(session);
  if (posterior === undefined) return [`${first.name}: there is no other (--users)`];
  return [
    ...tableOf(posterior),
    ...(posterior.evidence === "asked"
      ? [
          `P is prior x asked / neutral, made to add up to 1; ${ofMessages(posterior)}.`,
          `Letters have ${share(posterior.letterMass)} of the model's probability; it likes one by ${posterior.orderBias.toFixed(2)} nats more than another, which is taken out.`,
        ]
      : [
          `P is prior x e^nats, made to add up to 1; ${posterior.tokens} token${posterior.tokens === 1 ? "" : "s"}, ${ofMessages(posterior)}.`,
        ]),
    ...posterior.warnings.map(({ text }) => `Warning: ${text}`),
  ];
}

const ofMessages = ({ read }: Posterior) => `from ${read.messages} of ${read.of} messages`;

function tableOf(posterior: Posterior): readonly string[] {
  const rows =
    posterior.evidence === "asked"
      ? [
          ["user", "P", "prior", "asked", "neutral"],
          ...posterior.users.map(({ name, p, prior, asked, neutral }) => [
            name,
            ...[p, prior, asked, neutral].map(share),
          ]),
        ]
      : [
          ["user", "P", "prior", "nats"],
          ...posterior.users.map(({ name, p, prior, nats }) => [
            name,
            share(p),
            share(prior),
            nats?.toFixed(1) ?? "never",
          ]),
        ];
  const widest = Math.max(...rows.map(([name]) => name.length));
  return rows.map((cells) => cells.map((cell, k) => (k === 0 ? cell.padEnd(widest) : cell.padStart(9))).join(""));
}

/** What is fused now, and what each factor is told. */
export async function expressionLines(session: Session): Promise<readonly string[]> {
  const last = session.turns.at(-1);
  if (last === undefined && session.profiles.length > 1 && session.expression === undefined) {
    return ["there is none yet: it depends on what is written"];
  }
  const { expression, told, says } = last?.speakers ?? speakersOf(session, session.conversation, undefined);
  const factors = Object.entries(told).map(([name, text]) => {
    return `  ${name}: ${text === "" ? "told nothing" : text.replaceAll("\n", "\n    ")}`;
  });
  return [session.align.printExpression(expression), ...factors, ...(says === undefined ? [] : [says])];
}

/** The conversation as a file. Of profiles there is the name, and what was told of them. */
export function savedText(session: Session): string {
  const { align, model, profiles, seed, reduction, temperature = 1, topP = 1, turns } = session;
  const record = {
    "disco-chat": 1,
    model,
    users: profiles.map(({ name }) => name),
    reduction,
    seed,
    temperature,
    topP,
    turns: turns.map(({ question, answer, speakers, posterior, stopped, forgotten, seed: own }) => ({
      question,
      answer,
      seed: own,
      expression: align.printExpression(speakers.expression),
      decoded: align.printExpression(speakers.decoded),
      told: speakers.told,
      ...(speakers.says === undefined ? {} : { reduction: speakers.says }),
      ...(posterior === undefined ? {} : { users: sharesOf(posterior) }),
      ...(stopped ? { stopped } : {}),
      ...(forgotten > 0 ? { forgotten } : {}),
    })),
  };
  return `${JSON.stringify(record, null, 2)}\n`;
}

const sharesOf = ({ users }: Posterior) => Object.fromEntries(users.map(({ name, p }) => [name, p]));

/** What is not all is not 100 %. */
function share(p: number): string {
  const size = 100 * p;
  const text = size < 1 || (size > 99 && size < 100) ? size.toFixed(2) : size.toFixed(1);
  return `${text === "100.00" ? "99.99" : text} %`;
}
