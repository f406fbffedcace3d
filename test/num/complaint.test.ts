import { describe, expect, it } from "vitest";
import { complaintAt, shown, visible } from "../../src/num/complaint.js";

describe("a complaint", () => {
  it("points at a place", () => {
    expect(complaintAt({ who: "test", text: "a ? b", at: 2 }, "this is wrong", "do better").message).toBe(
      "test: this is wrong\n    a ? b\n      ^\n  at character 3; do better",
    );
  });
  it("says the line where there are several", () => {
    expect(complaintAt({ who: "test", text: "日 ?", at: 2, line: 7 }, "this is wrong", "do better").message).toBe(
      "test: this is wrong\n    日 ?\n       ^\n  at line 7, character 3; do better",
    );
  });
  it("shows what is around the place of a long text", () => {
    const text = `${"a".repeat(100)}?${"b".repeat(100)}`;
    expect(complaintAt({ who: "test", text, at: 100 }, "this is wrong", "do better").message).toBe(
      `test: this is wrong\n    …${"a".repeat(40)}?${"b".repeat(39)}…\n    ${" ".repeat(41)}^\n  at character 101; do better`,
    );
  });
});

describe("a piece of text", () => {
  it("is visible, and cut when long", () => {
    expect(visible("a\u001b\u202e\n")).toBe("a\\u{1b}\\u{202e}\\u{a}");
    expect(shown("x".repeat(41))).toBe(`${"x".repeat(40)}…`);
    expect(shown("x".repeat(40))).toBe("x".repeat(40));
  });
});
