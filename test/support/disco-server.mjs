// Runs commands of `disco`, and programs that import the library, one after the other in one process: see commands.ts.
import { pathToFileURL } from "node:url";
import { finish } from "../../cli/dist/errors.js";
import { buildProgram } from "../../cli/dist/program.js";

let running;

/** Whatever is written goes to the command that is running. */
for (const [name, stream] of Object.entries({ out: process.stdout, err: process.stderr })) {
  stream.write = (text, encoding, done) => {
    const words = typeof text === "string" ? text : Buffer.from(text).toString("utf8");
    if (running) {
      running[name] += words;
      running.both += words;
    }
    (typeof encoding === "function" ? encoding : done)?.();
    return true;
  };
}

async function command(words) {
  // As main.ts does.
  process.argv = [process.execPath, "disco", ...words];
  process.exitCode = undefined;
  try {
    await buildProgram().parseAsync(process.argv);
  } catch (error) {
    process.exitCode = finish(error);
  }
  return process.exitCode ?? 0;
}

async function program(file) {
  await import(pathToFileURL(file).href);
  return 0;
}

process.on("message", async ({ words, file, cwd }) => {
  process.chdir(cwd);
  running = { out: "", err: "", both: "" };
  const ran = running;
  let code;
  try {
    code = await (file === undefined ? command(words) : program(file));
  } catch (error) {
    code = 1;
    ran.err += error.stack;
    ran.both += error.stack;
  }
  running = undefined;
  process.exitCode = undefined;
  process.send({ ...ran, code });
});

process.on("disconnect", () => process.exit(0));
