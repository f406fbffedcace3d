import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { claimOutput, fillOutput } from "../../cli/src/output.ts";
import { root } from "./disco.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "disco-output-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const claim = (name: string, taken: readonly string[] = []) =>
  claimOutput("--report", join(folder, name), [".html"], taken);

it("gives the file its name once it is complete, and leaves nothing beside it", async () => {
  const output = claim("a.html");
  expect(readdirSync(folder)).toEqual([]);
  await fillOutput(output, async (temporary) => {
    await writeFile(temporary, "half");
    expect(readdirSync(folder)).not.toContain("a.html");
    await writeFile(temporary, "whole");
  });
  expect(readdirSync(folder)).toEqual(["a.html"]);
  expect(readFileSync(join(folder, "a.html"), "utf8")).toBe("whole");
});

it("keeps the old file when the new one cannot be made", async () => {
  writeFileSync(join(folder, "a.html"), "old");
  const failing = fillOutput(claim("a.html"), async (temporary) => {
    await writeFile(temporary, "half");
    throw Object.assign(new Error("no space"), { code: "ENOSPC" });
  });
  await expect(failing).rejects.toThrow(/--report: cannot write the file: the disk is full/);
  expect(readdirSync(folder)).toEqual(["a.html"]);
  expect(readFileSync(join(folder, "a.html"), "utf8")).toBe("old");
});

it("writes through a link instead of replacing it", async () => {
  mkdirSync(join(folder, "real"));
  writeFileSync(join(folder, "real", "a.html"), "old");
  symlinkSync(join(folder, "real", "a.html"), join(folder, "link.html"));
  await fillOutput(claim("link.html"), (temporary) => writeFile(temporary, "new"));
  expect(readFileSync(join(folder, "real", "a.html"), "utf8")).toBe("new");
});

it("refuses what it should not write over, and says why", () => {
  mkdirSync(join(folder, "b.html"));
  writeFileSync(join(folder, "table.html"), "data");
  expect(() => claim("b.html")).toThrow(/there is something of that name which is not a file/);
  expect(() => claim("a.pdf")).toThrow(/the name's ending says what to write.*end it with \.html/);
  expect(() => claim("nowhere/a.html")).toThrow(/the folder does not exist.*mkdir -p/);
  expect(() => claim("table.html/a.html")).toThrow(/a file stands where its folder should be/);
  expect(() => claim("table.html", [join(folder, "table.html")])).toThrow(
    /the same file is the table or another output/,
  );
});

it.each(["SIGINT", "SIGTERM"] as const)(
  "%s leaves no half-written file and ends the process as it usually does",
  async (signal) => {
    const output = pathToFileURL(join(root, "cli/dist/output.js"));
    const program = `
    import { writeFileSync } from "node:fs";
    const { claimOutput, fillOutput } = await import("${output}");
    await fillOutput(claimOutput("--report", ${JSON.stringify(join(folder, "a.html"))}, [".html"], []), async (temporary) => {
      writeFileSync(temporary, "half");
      console.log("writing");
      await new Promise((resolve) => setTimeout(resolve, 20_000));
    });`;
    const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await new Promise((resolve) => child.stdout.once("data", resolve));
    expect(readdirSync(folder)).toHaveLength(1);
    const ended = new Promise((resolve) => child.once("exit", (_code, by) => resolve(by)));
    child.kill(signal);
    expect(await ended).toBe(signal);
    expect(readdirSync(folder)).toEqual([]);
  },
);
