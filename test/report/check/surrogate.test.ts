import { describe, expect, it } from "vitest";
import { surrogateJson, surrogatePage, surrogateText } from "../../../src/report/index.ts";
import { exact, model, paradox, surrogates } from "./surrogate-fixtures.ts";

describe("the terminal", () => {
  it("says that the surrogate misleads, with the three effects", () => {
    const text = surrogateText(paradox);
    expect(text).toContain("S misleads: judged by it, X would be thought to do the opposite of what it\n  does to Y.");
    expect(text).toMatch(/X on S = 1 +\+30\.0 points +25\.9 to 34\.1/);
    expect(text).toMatch(/X on Y = 1 +−6\.0 points +−10\.3 to −1\.7 +0\.007/);
    expect(text).toMatch(/Wang-Taylor, by the arm 0 +−127 % +−229 to −24 +−479 to −64/);
    expect(text).toContain("✗ given S, Y does not depend on X");
    expect(text).not.toContain("E[ab] if only");
  });

  it("shows more to those who ask", () => {
    const text = surrogateText(paradox, { more: true });
    expect(text).toContain("E[ab] if only the surrogate were measured");
    expect(text).toMatch(/those with S = 0 in either arm\s+\(20 to 45 %\)/);
    expect(text).toContain("X was assigned at random.");
  });

  it("has no intervals of an exact law, and of a model the sum", () => {
    expect(surrogateText(exact)).not.toContain("95 % interval");
    const text = surrogateText(model);
    expect(text).toMatch(/E\[a\] E\[b\]: their product +\+6\.0 points/);
    expect(text).toMatch(/\+ Cov\(a, b\) over individuals +−12\.0 points/);
    expect(text).toMatch(/= X on Y +−6\.0 points/);
  });

  it.each(Object.keys(surrogates))("keeps to its width, and prints nothing that a terminal obeys: %s", (name) => {
    for (const width of [40, 80, 120]) {
      const text = surrogateText(surrogates[name], { width, more: true });
      for (const line of text.split("\n")) expect(line.length, line).toBeLessThanOrEqual(width);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
      expect(text).not.toMatch(/undefined|NaN|\bnull\b|Infinity/);
    }
  });
});

describe("the page", () => {
  it("draws the paths with their signs, and the individuals of a model", async () => {
    const [table, ofModel] = [await surrogatePage(paradox), await surrogatePage(model)];
    expect(table).toContain("the other way than through the surrogate");
    expect(table).toContain(
      '<desc id="paths-desc">X to S: +30.0\u00a0points; S with Y: +17.7\u00a0points; X to Y: −6.0\u00a0points</desc>',
    );
    expect(ofModel).toContain('id="individuals-title"');
  });
});

describe("JSON", () => {
  it("is the record, in full precision", () => {
    const check = JSON.parse(surrogateJson(paradox));
    expect(check.effects.onOutcome.value).toBe(paradox.effects.onOutcome.value);
    expect(Object.keys(check)).toEqual(
      expect.arrayContaining([
        "question",
        "findings",
        "scanned",
        "advice",
        "assumptions",
        "warnings",
        "data",
        "provenance",
      ]),
    );
  });
});
