import { readFileSync } from "node:fs";
import { Command } from "commander";
import { attributeCommand } from "./commands/attribute.js";
import { colorWanted, widthOf } from "./terminal.js";

const EXAMPLES = `
Examples:
  Of those who were trained and found work: who would have anyway, whom did the
  training help, who was lucky?
    $ disco attribute jobs.csv --derive 'employed = re78 > 0' --treatment treat \\
        --outcome employed --given age,education

  The same with a page to show around and a file with a line for each individual
    $ disco attribute jobs.csv --treatment treat --outcome re78 \\
        --given age,education --report jobs.html --individuals people.csv

  What every option means
    $ disco attribute --help`;

/** The `disco` command with everything it can do. Commands load what they need when they run, so that help is instant. */
export function buildProgram(): Command {
  const program = new Command("disco")
    .description("How much of an outcome was the individual, the policy, chance? From a table, on your own machine.")
    .version(packageVersion(), "--version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand(false)
    .addHelpText("after", EXAMPLES)
    // The commands see to it themselves, since they can show what is too much.
    .allowExcessArguments()
    .exitOverride()
    .configureOutput({
      // Errors are worded and printed in one place, finish().
      outputError: () => {},
      getOutHelpWidth: () => widthOf(process.stdout),
      getErrHelpWidth: () => widthOf(process.stderr),
      getOutHasColors: () => colorWanted(process.stdout),
      getErrHasColors: () => colorWanted(process.stderr),
    });
  program.commandsGroup("Commands:");
  program.addCommand(attributeCommand().copyInheritedSettings(program));
  return program;
}

function packageVersion(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
