import { describe, expect, it } from "vitest";
import type { ArmTreatment } from "../../src/num/study.js";
import { readStudy } from "../../src/table/table.js";
import { asRows, complaint, file, plain } from "./helpers.js";

const table = (name: string, head: string, ...rows: string[]) => file(name, `${head}\n${rows.join("\n")}\n`);
const read = (path: string, roles: Partial<Parameters<typeof readStudy>[1]> = {}) =>
  readStudy(path, { treatment: "t", outcome: "y", given: [], ...roles }, asRows);

describe("the treatment", () => {
  it("is arms where it has two values, the untreated first", async () => {
    const { treatment } = await read(table("two.csv", "t,y", "1,2", "0,3", "1,4"));
    expect(treatment).toEqual({ kind: "arms", name: "t", arms: ["0", "1"], codes: Int32Array.of(1, 0, 1) });
  });

  it("is arms where it has several labels, of which one is known as the reference, or named", async () => {
    const path = table("drugs.csv", "t,y", "b,1", "placebo,2", "a,3", "b,4");
    const known = (await read(path)).treatment as ArmTreatment;
    expect(known.arms).toEqual(["placebo", "a", "b"]);
    expect([...known.codes].map((code) => known.arms[code])).toEqual(["b", "placebo", "a", "b"]);
    const named = (await read(path, { reference: "b" })).treatment as ArmTreatment;
    expect(named.arms).toEqual(["b", "a", "placebo"]);
    const unknown = table("cities.csv", "t,y", "rome,1", "oslo,2", "bonn,3");
    expect(await complaint(read(unknown))).toMatchInlineSnapshot(
      `"--treatment: the values are 'bonn', 'oslo' and 'rome', and it cannot be told which the others are compared with (given: 't'); say it: --reference bonn"`,
    );
    expect(await complaint(read(unknown, { reference: "Rome" }))).toMatchInlineSnapshot(
      `"--reference: no row of 't' has this value; its values are 'bonn', 'oslo' and 'rome' (given: 'Rome'); give one of them"`,
    );
    expect(await complaint(read(unknown, { treated: "rome" }))).toMatchInlineSnapshot(
      `"--treated: the treatment 't' has more than two values, so no single one is the treated (given: 'rome'); name the one to compare with instead: --reference VALUE"`,
    );
  });

  it("is a dose where it has several numbers, and arms with a reference", async () => {
    const path = table("dose.csv", "t,y", "0,1", "5,2", "10,3");
    expect((await read(path)).treatment).toEqual({ kind: "numeric", name: "t", values: Float64Array.of(0, 5, 10) });
    const { arms, codes } = (await read(path, { reference: "5" })).treatment as ArmTreatment;
    expect([arms, [...codes]]).toEqual([
      ["5", "0", "10"],
      [1, 0, 2],
    ]);
  });

  it("takes the reference of two labels for what the other is held against", async () => {
    const path = table("pair.csv", "t,y", "old,1", "new,2", "new,5");
    expect(((await read(path, { reference: "new" })).treatment as ArmTreatment).arms).toEqual(["new", "old"]);
    expect(((await read(path, { treated: "new" })).treatment as ArmTreatment).arms).toEqual(["old", "new"]);
    const numbers = table("pair2.csv", "t,y", "0,1", "1,2", "1,5");
    expect(((await read(numbers, { reference: "1" })).treatment as ArmTreatment).arms).toEqual(["1", "0"]);
    expect(await complaint(read(path, { reference: "none" }))).toMatchInlineSnapshot(
      `"--reference: no row of 't' has this value; its values are 'new' and 'old' (given: 'none'); give one of them"`,
    );
  });

  it("has at most twenty arms", async () => {
    const path = table("many.csv", "t,y", ...Array.from({ length: 22 }, (_, i) => `arm${i},${i}`));
    expect(await complaint(read(path))).toMatchInlineSnapshot(
      `"--treatment: there are more than 20 arms (given: 't'); group them with --derive, or name a column of numbers for a dose"`,
    );
  });
});

describe("the other roles", () => {
  const path = () =>
    table(
      "all.csv",
      "t,y,z,m,score,year,state,w",
      "0,1,no,a,3.5,1990,oslo,1",
      "1,2,yes,b,4.5,1991,rome,2",
      "1,4,no,b,5,1990,rome,1",
    );

  it("come with their columns", async () => {
    const study = await read(path(), {
      ...{ instruments: ["z"], mediators: ["m"], running: "score", time: "year", unit: "state", given: ["w"] },
    });
    expect(study.instruments.map(plain)).toEqual([[0, 1, 0]]);
    expect(study.mediators.map(plain)).toEqual([["a", "b", "b"]]);
    expect(plain(study.running!)).toEqual([3.5, 4.5, 5]);
    expect(plain(study.time!)).toEqual([1990, 1991, 1990]);
    expect(study.unit?.labels).toEqual(["oslo", "rome"]);
    expect(study.given.map(({ name }) => name)).toEqual(["w"]);
  });

  it("are one for each column", async () => {
    expect(await complaint(read(path(), { instruments: ["z"], given: ["z"] }))).toMatchInlineSnapshot(
      `"--given: this column is already an instrument (given: 'z'); leave it out of --given"`,
    );
    expect(await complaint(read(path(), { mediators: ["t"] }))).toMatchInlineSnapshot(
      `"--mediator: the same column is already the treatment (given: 't'); name two different columns"`,
    );
    expect(await complaint(read(path(), { instruments: ["zz"] }))).toMatchInlineSnapshot(
      `"--instrument: there is no such column; did you mean 'z'? (given: 'zz'); the columns are 't', 'y', 'z', 'm', 'score', 'year', 'state', 'w'"`,
    );
  });

  it("take two labels for 0 and 1 where numbers are needed, and no more", async () => {
    const three = table("three.csv", "t,y,z", "0,1,a", "1,2,b", "0,5,c");
    expect(await complaint(read(three, { instruments: ["z"] }))).toMatchInlineSnapshot(
      `"--instrument: the column is text with more than two values: 'a', 'b' and 'c', … (given: 'z'); give numbers or two values; make them with --derive"`,
    );
  });
});
