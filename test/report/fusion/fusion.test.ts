import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { fusionJson, fusionPage, fusionText } from "../../../src/report/index.ts";
import { hostile, long, sequenceAnswer, tokenAnswer } from "./fixtures.ts";

const kid = await tokenAnswer("ref * (kid / ref)^1.5");
const three = await tokenAnswer("ref * (kid / ref) * (calm / ref)^0.5", ["ref", "kid", "calm"], { seed: 4 });
const texts = await sequenceAnswer("ref * (kid / ref)^3", 6, "ref");

describe("the terminal", () => {
  it("tells the answer, what was fused and what is doubtful", () => {
    expect(fusionText(kid)).toMatchInlineSnapshot(`
      "
        Wow! A black hole is like a big drain,

         not even light gets out

        Expression  ref * (kid / ref)^1.5
        Level       token by token, which drops a normaliser at each token
        Model       markov
        ref         told nothing
        kid         “You talk to a seven-year-old.”
        Divergence  5.47 nats from ref over 9 tokens, 0.61 a token
        Dropped     normalisers of e^2.13 in all

        One warning
          1. A normaliser was dropped at each of 9 tokens, together e^2.13 for this
             text. Where that differs from text to text, fusing whole texts gives
             other answers; one answer cannot tell by how much. Whole texts (--level
             sequence) measure it.
      "
    `);
  });

  it("explains each token", () => {
    expect(fusionText(kid, { explain: true })).toMatchInlineSnapshot(`
      "
        Wow! A black hole is like a big drain,

         not even light gets out

        Token                  p    KL  ref                     kid
        “Wow! A”             8 %  0.77    10 % “A” 72 %           10 % “Imagin…” 55 %
        “ black hole”      100 %  0.00   100 % ✓                 100 % ✓
        “ is”               73 %  0.12    90 % ✓                  80 % ✓
        “ like a big…”      86 %  1.77    10 % “ a reg…” 70 %     70 % ✓
        “,”                 33 %  0.51    80 % ✓                  50 % ✓
        “⏎⏎”                38 %  0.01    30 % “ and” 70 %        35 % “ and” 65 %
        “ not even li…”     47 %  0.99    20 % “ nothi…” 75 %     45 % ✓
        “ gets out”         94 %  1.30    20 % “ escap…” 80 %     80 % ✓
        (end)              100 %  0.00   100 % ✓                 100 % ✓
        ✓ marks a factor whose first choice was taken; otherwise its first choice
        stands behind its probability of the token that was. KL is the divergence of
        the fused law from ref, nats.

        Expression  ref * (kid / ref)^1.5
        Level       token by token, which drops a normaliser at each token
        Model       markov
        ref         told nothing
        kid         “You talk to a seven-year-old.”
        Divergence  5.47 nats from ref over 9 tokens, 0.61 a token
        Dropped     normalisers of e^2.13 in all

        One warning
          1. A normaliser was dropped at each of 9 tokens, together e^2.13 for this
             text. Where that differs from text to text, fusing whole texts gives
             other answers; one answer cannot tell by how much. Whole texts (--level
             sequence) measure it.
      "
    `);
  });

  it("puts many factors below each other, and keeps to its width", () => {
    const text = fusionText(three, { explain: true, more: true });
    expect(text).toMatch(/“Imagine a” .*\n {6}ref +18 % “A” 72 %\n {6}kid +55 % ✓\n/);
    for (const answer of [kid, three, texts, hostile(kid), hostile(texts), long(three, 3)]) {
      for (const width of [40, 60, 80, 120]) {
        const lines = fusionText(answer, { explain: true, more: true, width }).split("\n");
        expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(width);
      }
    }
  });

  it("tells the candidates of whole texts", () => {
    expect(fusionText(texts, { explain: true })).toMatchInlineSnapshot(`
      "
        A black hole is like a big drain, and no toy escapes

          Weight  Candidate
        →   96 %  A black hole is like a big drain, and no toy escapes
             4 %  Imagine a black hole is a very heavy star.  not even light escapes
             0 %  A black hole is a region of spacetime. and nothing escapes
             0 %  Wow! A black hole is a region of spacetime,  nothing escapes
             0 %  A black hole is a region of spacetime,  nothing escapes
             0 %  A black hole is a region of spacetime, and nothing escapes

        Expression  ref * (kid / ref)^3
        Level       whole texts: one of 6 candidates (drawn from ref)
        Model       markov
        ref         told nothing
        kid         “You talk to a seven-year-old.”
        Candidates  6, worth 1.1 (effective sample size)

        One warning
          1. The 6 candidates are worth 1.1 (18 %): few of them have nearly all the
             weight, and another seed may give another answer. Draw more candidates
             (--candidates), or try drawing from the fusion itself.
      "
    `);
  });

  it("lets nothing through that a terminal would obey", () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is the point
    expect(fusionText(hostile(kid), { explain: true, more: true })).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  });

  it("says so where there is no answer", () => {
    expect(fusionText({ ...kid, text: "", steps: [] }, { explain: true })).toContain("(the answer is empty)");
  });
});

describe("the page", () => {
  it("colours each token by its divergence, and has a row for it", () => {
    const { document } = parseHTML(fusionPage(kid));
    const tokens = [...document.querySelectorAll(".heat a")];
    expect(tokens.map((token) => token.className)).toEqual(
      kid.steps.map(({ divergence }) => {
        const d = divergence!;
        return `h${d < 0.05 ? 0 : d < 0.2 ? 1 : d < 0.5 ? 2 : d < 1 ? 3 : 4}`;
      }),
    );
    for (const token of tokens) expect(document.querySelector(token.getAttribute("href")!)).not.toBeNull();
    expect(tokens[0].getAttribute("title")).toMatch(
      /“Wow! A”: chosen with 8.%; ref 10.%, kid 10.%; divergence from ref 0\.77 nats/,
    );
    const text = document.querySelector(".heat")!.textContent!;
    expect(text.replace(/\s+/g, " ")).toContain("black hole is like a big drain,");
    expect(document.querySelectorAll(".steps tbody tr").length).toBe(kid.steps.length);
    // One bar a token: the reference has none against itself.
    expect(document.querySelectorAll(".odds").length).toBe(kid.steps.length);
  });

  it("holds the whole record", () => {
    for (const answer of [kid, texts, hostile(kid)]) {
      const { document } = parseHTML(fusionPage(answer));
      expect(JSON.parse(document.querySelector("#disco-answer")!.textContent!)).toEqual(answer);
      expect(JSON.parse(fusionJson(answer))).toEqual(answer);
    }
  });

  it("tells whole texts once each, and keeps long answers short", () => {
    const { document } = parseHTML(fusionPage(texts));
    const rows = [...document.querySelectorAll("table tbody tr")].map((row) => row.textContent!);
    expect(new Set(rows).size).toBe(rows.length);
    expect(rows.some((row) => row.includes("chosen"))).toBe(true);
    const many = parseHTML(fusionPage(long(three, 60))).document;
    expect(many.querySelectorAll(".steps tbody tr").length).toBe(200);
    expect(many.body.textContent).toContain("more tokens, in the JSON below");
  });

  it("runs no script of anybody's", () => {
    const page = fusionPage(hostile(kid));
    expect(page.match(/<script/g)).toHaveLength(1);
    // JSON may hold what people do not see.
    const [seen] = page.split("<script");
    expect(["\u001b", "\u202e"].filter((sign) => seen.includes(sign))).toEqual([]);
  });

  it("says where a stop cut the answer", () => {
    const cut = { ...kid, text: "Wow! A black hole" };
    expect(fusionPage(cut)).toContain("ends before the stop");
    expect(fusionPage(kid)).not.toContain("ends before the stop");
  });
});
