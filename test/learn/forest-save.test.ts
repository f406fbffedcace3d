import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiscoError } from "../../src/error.js";
import { causalForest } from "../../src/learn/effects/causal-forest.js";
import { crc32 } from "../../src/learn/forest/crc.js";
import { type EffectForest, effectsAt } from "../../src/learn/forest/effect-forest.js";
import { loadForest, saveForest } from "../../src/learn/forest/save.js";
import { effectTask, mixedColumns, shuffled } from "../support/forests.js";

const task = effectTask(300, 1);
const grown = causalForest({ trees: 24, leaf: 3 }).fit(task, { workers: 1 });
const saved = grown.then(({ forest }) => saveForest(forest));

/** The bytes with something changed, and the checksum made right again. */
async function forged(change: (bytes: Uint8Array, view: DataView) => void): Promise<Uint8Array> {
  const bytes = (await saved).slice();
  const view = new DataView(bytes.buffer);
  change(bytes, view);
  view.setUint32(12, crc32(bytes.subarray(16)), true);
  return bytes;
}

describe("a saved forest", () => {
  it("says the same after loading, of old rows and of new ones", async () => {
    const { forest } = await grown;
    const loaded = loadForest(await saved);
    expect(loaded.overall).toBe(forest.overall);
    for (const given of [task.given, mixedColumns(500, 2)]) {
      const rows = given === task.given ? 300 : 500;
      expect(effectsAt(loaded, given, rows)).toEqual(effectsAt(forest, given, rows));
    }
    expect(saveForest(loaded)).toEqual(await saved);
    const inside = new Uint8Array([...new Uint8Array(5), ...(await saved)]).subarray(5);
    expect(loadForest(inside).overall).toBe(forest.overall);
  });

  it("finds its columns by name, and refuses rows without them", async () => {
    const loaded = loadForest(await saved);
    const here = effectsAt(loaded, task.given, 300).effect;
    const order = shuffled(4, 1);
    const mixed = [...order].map((j) => task.given[j]);
    expect(effectsAt(loaded, [{ ...task.given[0], name: "more" }, ...mixed], 300).effect).toEqual(here);
    expect(() => effectsAt(loaded, task.given.slice(1), 300)).toThrow(
      'forest: the rows have no column "x" (given: z, few, label); give the covariates that the forest learnt from: x (numeric), z (numeric), few (numeric), label (categorical)',
    );
    const odd = task.given.map((column) => (column.name === "label" ? { ...task.given[0], name: "label" } : column));
    expect(() => effectsAt(loaded, odd, 300)).toThrow(
      'forest: column "label" is not of the kind learnt from (given: numeric)',
    );
  });

  it("sends labels in any order to their own branch, and those it never met where gaps go", async () => {
    const loaded = loadForest(await saved);
    const here = effectsAt(loaded, task.given, 300).effect;
    const label = task.given[3];
    if (label.kind !== "categorical") throw new Error("label");
    const renamed = {
      ...label,
      levels: ["never", ...[...label.levels].reverse()],
      codes: label.codes.map((c) => 5 - c),
    };
    expect(effectsAt(loaded, [...task.given.slice(0, 3), renamed], 300).effect).toEqual(here);
    const unknown = { ...label, levels: ["never"], codes: new Int32Array(300) };
    expect(effectsAt(loaded, [...task.given.slice(0, 3), unknown], 300).effect.every(Number.isFinite)).toBe(true);
  });

  it("is refused when it is something else, cut short, damaged or of a newer version", async () => {
    const bytes = await saved;
    const refusal = (given: Uint8Array) => {
      try {
        loadForest(given);
      } catch (error) {
        expect(error).toBeInstanceOf(DiscoError);
        return (error as DiscoError).message;
      }
      return "read";
    };
    const again = "save the forest again, or give the file that `saveForest` wrote";
    expect(refusal(new Uint8Array(0))).toBe(`forest file: this is not a forest (given: 0 bytes); ${again}`);
    expect(refusal(new TextEncoder().encode("a,b\n1,2\n"))).toBe(
      `forest file: this is not a forest (given: 8 bytes); ${again}`,
    );
    expect(refusal(bytes.subarray(0, 20))).toBe(`forest file: the file was cut short (given: 20 bytes); ${again}`);
    expect(refusal(bytes.subarray(0, 2000))).toBe(
      `forest file: the file was cut short (given: 2000 bytes of ${bytes.length}); ${again}`,
    );
    const flipped = bytes.slice();
    flipped[bytes.length - 100] ^= 4;
    expect(refusal(flipped)).toBe(`forest file: the file is damaged: its checksum is another; ${again}`);
    const newer = bytes.slice();
    newer[8] = 2;
    expect(refusal(newer)).toBe(
      "forest file: the file is of a newer version than this program (given: version 2); use a newer program, or save the forest with this one (version 1)",
    );
    const longer = new Uint8Array(bytes.length + 8);
    longer.set(bytes);
    expect(refusal(longer)).toContain("the file's size is not the one it was saved with");
    // Right checksums, and heads that lie.
    const head = new DataView(bytes.buffer, bytes.byteOffset).getUint32(24, true);
    const text = new TextDecoder().decode(bytes.subarray(28, 28 + head));
    const retold = (from: string | RegExp, to: string) =>
      forged((copy) => {
        const told = text.replace(from, to);
        expect(told.length).toBe(text.length);
        copy.set(new TextEncoder().encode(told), 28);
      });
    expect(refusal(await retold('"kind":"effect"', '"kind":"effort"'))).toContain("its head lacks a number");
    expect(refusal(await retold('"trees":24', '"trees":20'))).toContain("its trees do not fill it");
    expect(refusal(await retold('"columns":[{', '"columns":[['))).toContain("its head is not JSON");
    expect(refusal(await forged((_, view) => view.setUint32(24, 2 ** 31, true)))).toContain("its head is longer");
  });

  it("is read whole or refused, whatever bytes are changed under a right checksum, and no walk is lost in it", async () => {
    const bytes = await saved;
    let read = 0;
    const change = fc.record({ at: fc.nat({ max: bytes.length - 17 }), to: fc.nat({ max: 255 }) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
        const copy = await forged((own) => {
          for (const { at, to } of changes) own[16 + at] = to;
        });
        let loaded: EffectForest;
        try {
          loaded = loadForest(copy);
        } catch (error) {
          expect(error).toBeInstanceOf(DiscoError);
          return;
        }
        read++;
        const names = loaded.scheme.columns.map(({ name }, j) => ({ ...task.given[j], name }));
        expect(effectsAt(loaded, names, 300).effect.length).toBe(300);
      }),
      { numRuns: 300, seed: 1 },
    );
    expect(read).toBeGreaterThan(10);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        expect(() => loadForest(noise)).toThrow(DiscoError);
      }),
      { numRuns: 200, seed: 2 },
    );
  });

  it("has the checksum of zip files", () => {
    // The check value in the catalogue of CRC algorithms (Cook; "CRC-32/ISO-HDLC").
    expect(crc32(new TextEncoder().encode("123456789"))).toBe(0xcbf43926);
  });
});
