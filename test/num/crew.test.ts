import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { openCrew } from "../../src/num/crew.js";

/** Workers run compiled code (npm run build). */
const crew = pathToFileURL(`${import.meta.dirname}/../../dist/num/crew.js`);
const script = (work: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`import { serveCrew } from ${JSON.stringify(crew.href)};\nserveCrew(${work});`)}`,
  );

describe("a crew", () => {
  it("does tasks, as many at a time as there are workers, and gives each answer to whom it belongs", async () => {
    const open = await openCrew(
      script("(setup) => (task) => ({ result: [setup.times * task, task] })"),
      { times: 3 },
      2,
    );
    expect(open?.size).toBe(2);
    const tasks = Array.from({ length: 50 }, (_, i) => i);
    expect(await Promise.all(tasks.map((task) => open!.run(task)))).toEqual(tasks.map((task) => [3 * task, task]));
    open!.close();
  });

  it("hands buffers over without a copy", async () => {
    const work =
      "() => (length) => { const values = new Float64Array(length).fill(7); return { result: values, transfer: [values.buffer] }; }";
    const open = await openCrew(script(work), {}, 1);
    expect(await open!.run(3)).toEqual(Float64Array.of(7, 7, 7));
    open!.close();
  });

  it("passes on what is thrown, with its fields, and goes on", async () => {
    const work =
      "() => (task) => { if (task === 1) throw Object.assign(new TypeError('no ones'), { given: task }); return { result: task }; }";
    const open = await openCrew(script(work), {}, 1);
    const answers = await Promise.allSettled([0, 1, 2].map((task) => open!.run(task)));
    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect((answers[1] as PromiseRejectedResult).reason).toMatchObject({
      message: "no ones",
      fields: { given: 1, name: "TypeError" },
    });
    open!.close();
  });

  it("does not hide that its setup fails", async () => {
    await expect(openCrew(script("() => { throw new Error('a bad setup'); }"), {}, 2)).rejects.toThrow("a bad setup");
  });

  it("is not there when its script cannot be loaded, nor when nobody is asked for", async () => {
    expect(await openCrew(pathToFileURL("/no/such/worker.js"), {}, 2)).toBeUndefined();
    expect(await openCrew(script("() => () => ({})"), {}, 0)).toBeUndefined();
  });

  it("tells those who wait when a worker dies", async () => {
    const open = await openCrew(script("() => () => process.exit(3)"), {}, 1);
    const answers = await Promise.allSettled([open!.run(1), open!.run(2)]);
    expect(answers.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await expect(open!.run(3)).rejects.toThrow("a worker ended with code 3");
    open!.close();
  });
});
