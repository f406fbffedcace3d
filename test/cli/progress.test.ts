import { afterEach, expect, it, vi } from "vitest";
import { startProgress } from "../../cli/src/progress.ts";
import { colorWanted, widthOf } from "../../cli/src/terminal.ts";

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** A stream that remembers, and a clock that is moved by hand. */
function watched(isTTY: boolean, columns = 60) {
  const written: string[] = [];
  const clock = vi.spyOn(performance, "now").mockReturnValue(0);
  const stream = { isTTY, columns, write: (text: string) => written.push(text) } as unknown as NodeJS.WriteStream;
  return { stream, written, at: (ms: number) => clock.mockReturnValue(ms) };
}

it("says nothing in a log file when all is done within a second", () => {
  const { stream, written, at } = watched(false);
  const progress = startProgress(stream, false);
  for (let ms = 0; ms < 1000; ms += 100) {
    at(ms);
    progress.update(`stage ${ms}`, 0.5);
  }
  progress.done();
  expect(written).toEqual([]);
});

it("says each stage once in a log file when it takes longer", () => {
  const { stream, written, at } = watched(false);
  const progress = startProgress(stream, false);
  progress.update("reading", 0);
  at(1500);
  progress.update("learning", 0.1);
  progress.update("learning", 0.9);
  progress.update("fusing", 0.5);
  progress.done();
  expect(written).toEqual(["learning ...\n", "fusing ...\n"]);
});

it("draws a bar no wider than the terminal, and wipes it away", () => {
  const { stream, written, at } = watched(true, 40);
  const progress = startProgress(stream, false);
  progress.update("learning", 0);
  expect(written).toEqual([]);
  at(300);
  progress.update("learning", 0.5);
  expect(written.at(-1)).toMatch(/\[2Klearning █+░+ {2}50%$/);
  at(400);
  progress.update("a stage with a very long name indeed, longer than the line", 1);
  expect(written.at(-1)).toMatch(/100%$/);
  for (const text of written) expect(text.length).toBeLessThanOrEqual(40 + "\r\x1b[2K".length);
  progress.done();
  expect(written.at(-1)).toBe("\r\x1b[2K");
});

it("is silent when quiet is asked for", () => {
  const { stream, written, at } = watched(true);
  const progress = startProgress(stream, true);
  at(5000);
  progress.update("learning", 0.5);
  progress.done();
  expect(written).toEqual([]);
});

it("colours for people only, and writes for their terminal", () => {
  vi.stubEnv("NO_COLOR", undefined);
  vi.stubEnv("TERM", "xterm");
  const { stream } = watched(true, 200);
  expect([colorWanted(stream), widthOf(stream)]).toEqual([true, 100]);
  expect([colorWanted(watched(false).stream), widthOf(watched(false).stream)]).toEqual([false, 80]);
  vi.stubEnv("NO_COLOR", "1");
  expect(colorWanted(stream)).toBe(false);
});
