import { expect, it } from "vitest";
import { aloneText, numbersLike, probability } from "../../../src/report/model/numbers.ts";

it.each([
  [0.49270386, "0.4927"],
  [0.085836, "0.08584"],
  [1, "1"],
  [0, "0"],
  [0.5, "0.5000"],
  [0.99996, "0.99996"],
  [3.1e-15, "3.100e-15"],
])("a probability of %d", (value, text) => {
  expect(aloneText(value, true)).toBe(text);
});

it.each([
  [660, "660"],
  [659.9999999999999, "660"],
  [641.3371, "641.337"],
  [-0.21, "−0.2100"],
  [5.5e-17, "0"],
  [1234567.8, "1,234,568"],
  [1e15, "1.000e+15"],
  [-3e-9, "−3.000e-9"],
])("a number, %d", (value, text) => {
  expect(aloneText(value)).toBe(text);
});

it("numbers below each other have as many decimals, except what is nothing", () => {
  const { text } = numbersLike([0, 500, 160.25]);
  expect([0, 500, 160.25].map(text)).toEqual(["0", "500.000", "160.250"]);
});

it("nearly none and nearly all are not none and all", () => {
  expect([0, 1e-9, 0.00004, 0.5, 0.99999, 1].map(probability.text)).toEqual([
    "0",
    "<0.0001",
    "<0.0001",
    "0.5000",
    ">0.9999",
    "1",
  ]);
});
