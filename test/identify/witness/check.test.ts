import { describe, expect, it } from "vitest";
import { type BitModel, type Coin, mechanismOf, noise, type Sum } from "../../../src/identify/witness/bits.ts";
import { differenceSeen } from "../../../src/identify/witness/check.ts";
import { graphOf } from "./questions.ts";

// X <-> Y, X -> Y: U is what they share.
const graph = graphOf("X -> Y; X <-> Y");
const U: Coin = { odds: 1 / 2, ends: [0, 1] };
const shared: Sum[number] = [{ coin: U }];

function model(x: Sum, y: Sum): BitModel {
  return { mechanisms: new Map([mechanism(0, x), mechanism(1, y)]), values: () => [0, 1] };
}

function mechanism(node: number, sum: Sum) {
  return [node, mechanismOf([], [sum])] as const;
}

const X: Sum[number] = [{ node: 0, bit: 0 }];

describe("the check of what is seen", () => {
  it("finds no difference between the two models of the bow", () => {
    const first = model([shared], [X, shared, [noise(1)]]);
    const second = model([shared], [[noise(1)]]);
    expect(differenceSeen(graph, [first, second])).toBe(0);
  });

  it("finds the difference where there is one", () => {
    // Y is X in 7 cases of 8, or a coin of its own: P(0, 0) is 7/16 and 4/16.
    const first = model([shared], [shared, [noise(1)]]);
    const second = model([shared], [[noise(1, 1 / 2)]]);
    expect(differenceSeen(graph, [first, second])).toBe(3 / 16);
    // The odds of a node that shares nothing, which others hear.
    const heard = (odds: number) => model([[noise(0, odds)]], [X, [noise(1)]]);
    expect(differenceSeen(graph, [heard(1 / 2), heard(1 / 4)])).toBe(1 / 4);
  });

  it("does not accept laws that leave something out", () => {
    const copied = model([shared], [X]);
    expect(differenceSeen(graph, [copied, copied])).toBeUndefined();
    const same = model([shared], [shared]);
    expect(differenceSeen(graph, [same, same])).toBeUndefined();
  });
});
