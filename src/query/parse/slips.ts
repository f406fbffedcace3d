import { shown } from "../../num/complaint.js";
import type { Token } from "../tokens.js";
import { type Cursor, meant } from "./cursor.js";
import { operationOf } from "./operations.js";

/** Where in a question a person is: between questions, before the bar, behind it, behind the semicolon, in brackets, ... */
export type Room = "question" | "events" | "held" | "individual" | "quantity" | "world" | "do" | "effect" | "case";

type Slip = readonly [wrong: string, advice: string] | undefined;

const COMPARING: ReadonlySet<string> = new Set(["=", "!=", "<", "<=", ">", ">="]);
const COMMA = "join events with a comma, as in P(Y=1, Z=0)";
const MISSING: Slip = ["an operator is missing here", "* is never left out, as in 2 * P(Y=1)"];

/** Words that people write where a symbol belongs. */
const WORDS: ReadonlyMap<string, Slip> = new Map<string, Slip>([
  ["and", ["and is not a word of questions", COMMA]],
  ["or", ["or is not a word of questions", "ask for each alone and put the probabilities together"]],
  ["not", ["not is not a word of questions", "write Y!=1"]],
  ["given", ["given is not a word of questions", "write | before what is known, as in P(Y=1 | T=1)"]],
  ["if", ["if is not a word of questions", "write P(Y=1 | do(T=1)) for what is done, P(Y=1 | T=1) for what is seen"]],
  ["vs", ["vs compares the arms of a treatment", "write it behind the arm, as in PN(T=2 vs 0 -> Y)"]],
]);

/** What a person who goes on like this behind a complete item most likely means; undefined for what is not common. */
export function slipAt(cursor: Cursor, room: Room): Slip {
  const token = cursor.peek();
  const last = cursor.last();
  return token.kind === "symbol" ? symbolSlip(meant(token), last, room) : wordSlip(token, last, room);
}

function wordSlip(token: Token, last: Token | undefined, room: Room): Slip {
  const word = token.kind === "name" ? WORDS.get(token.text.toLowerCase()) : undefined;
  if (word !== undefined) return word;
  const ofValues = room !== "question" && room !== "quantity";
  if (last?.kind === "number" && !ofValues) return MISSING;
  if (last?.kind === "number" && last.end === token.at) {
    return [
      "a label that begins with a digit needs quotes",
      `write it in double quotes, as in "${shown(last.text + token.text)}"`,
    ];
  }
  if (token.kind !== "name") return undefined;
  if (last?.kind === "number" && (room === "events" || room === "held")) return ["a comma is missing here", COMMA];
  if (last?.kind !== "name") return undefined;
  const both = `${shown(last.text)} ${shown(token.text)}`;
  return room === "events" || room === "held" || room === "individual"
    ? [
        "two words follow each other",
        `put a comma between events; a label of several words goes in double quotes, as in "${both}"`,
      ]
    : ["two words follow each other", `a name of several words goes in backticks, as in \`${both}\``];
}

function symbolSlip(symbol: string, last: Token | undefined, room: Room): Slip {
  const ofEvents = room === "events" || room === "held";
  switch (symbol) {
    case "|":
      if (room === "held") return ["there is a | already", "join what is held with commas, as in P(Y=1 | T=1, Z=0)"];
      if (room === "individual") return ["| stands before ;", "write as in P(Y=1 | T=1; unit=Loyal)"];
      return undefined;
    case ";":
      if (room !== "individual") return undefined;
      return ["there is a ; already", "join what is said of the individual with commas"];
    case "&":
      return ["& does not join events", COMMA];
    case "(":
      return parenthesisSlip(last, room);
    case "{":
    case "}":
      return [`${symbol} has no place in a question`, "a world goes in square brackets, as in Y[T=1]"];
    case "[":
      if (last?.kind === "name" && ofEvents) {
        return [
          "an event compares with a value, not with another term",
          "compare both with values, as in P(Y[T=1]=1, Y[T=0]=0), or ask for the mean difference, E[Y[T=1] - Y[T=0]]",
        ];
      }
      return ["a second world has no place here", "put all that is set in one pair of brackets, as in Y[T=1, Z=0]"];
    case "->":
      if (room === "case")
        return ["this is about an observed case, not an effect", "write a comma, as in PC(T=1, Y=1)"];
      return ["an arrow has its place in named questions of an effect", "write as in ATE(T -> Y), or P(Y=1 | do(T=1))"];
  }
  if (COMPARING.has(symbol) && ofEvents) {
    return ["an event has one comparison", "write two events, as in P(Y>1, Y<5)"];
  }
  if (COMPARING.has(symbol) && room === "quantity") {
    return ["a quantity is averaged, and this is an event", "write P(Y=1) for the probability of an event"];
  }
  if ("+-*/^".includes(symbol) && ofEvents) {
    return [
      `${symbol} does not join events`,
      `${COMMA}; arithmetic goes in E[...]; text such as "2024-05-01" goes in double quotes`,
    ];
  }
  return undefined;
}

function parenthesisSlip(last: Token | undefined, room: Room): Slip {
  if (last?.kind !== "name") return MISSING;
  if (operationOf(last.text) !== undefined) {
    return ["a question has no place inside another", "ask for each alone, and join questions with + - * /"];
  }
  const functions = room === "quantity" ? "; a quantity has + - * / ^ and no functions" : "";
  return ["a ( has no place behind a name", `a world goes in square brackets, as in Y[T=1]${functions}`];
}
