#!/usr/bin/env node
import { finish } from "./errors.js";
import { buildProgram } from "./program.js";
import { survivePipes } from "./terminal.js";

survivePipes();
try {
  await buildProgram().parseAsync(process.argv);
} catch (error) {
  process.exitCode = finish(error);
}
