import { type LadderAnswer, ladder } from "../../../src/index.ts";

export const both = ladder({ surveyed: 100 });
export const four = ladder({ seed: 3, pairs: 2, surveyed: 100 });

/** Names and texts as nobody would draw them. */
export const hostile: LadderAnswer = JSON.parse(
  JSON.stringify(ladder({ rung: 2, surveyed: 10 })).replaceAll(
    "T=1",
    String.raw`<script>alert(1)</script>\u001b[31m\"'=1`,
  ),
);
