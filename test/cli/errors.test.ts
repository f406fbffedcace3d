import { DiscoError } from "discoscm/error";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { finish } from "../../cli/src/errors.ts";

let said: string;
beforeEach(() => {
  said = "";
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += text;
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

it("tells bad input from refused assumptions by the exit code", () => {
  const complaint = { who: "treat", wrong: "every row is treated", next: "ask about another column" };
  expect(finish(new DiscoError(complaint))).toBe(2);
  expect(finish(new DiscoError(complaint, "refused"))).toBe(3);
  expect(said).toBe("treat: every row is treated; ask about another column\n".repeat(2));
});

it("owns up to a bug, and shows where only when asked", () => {
  vi.stubEnv("DISCO_DEBUG", undefined);
  expect(finish(new TypeError("x is not a function"))).toBe(1);
  expect(said).toBe(
    "disco: this is a bug in Disco, not in your data: x is not a function\n" +
      "Please report it with the command you gave and this message.\n" +
      "DISCO_DEBUG=1 adds where it happened.\n",
  );
  vi.stubEnv("DISCO_DEBUG", "1");
  finish(new TypeError("x is not a function"));
  expect(said).toMatch(/TypeError: x is not a function\n +at /);
});

it("survives whatever is thrown", () => {
  expect(finish("a text")).toBe(1);
  expect(finish(undefined)).toBe(1);
});
