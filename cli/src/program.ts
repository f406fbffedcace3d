import { readFileSync } from "node:fs";
import { Command } from "commander";
import { askCommand } from "./commands/ask.js";
import { attributeCommand } from "./commands/attribute.js";
import { chatCommand } from "./commands/chat.js";
import { checkCommand } from "./commands/check.js";
import { compareCommand } from "./commands/compare.js";
import { decideCommand } from "./commands/decide.js";
import { effectCommand } from "./commands/effect.js";
import { fuseCommand } from "./commands/fuse.js";
import { identifyCommand } from "./commands/identify.js";
import { ladderCommand } from "./commands/ladder.js";
import { modelCommand } from "./commands/model.js";
import { serveCommand } from "./commands/serve.js";
import { simulateCommand } from "./commands/simulate.js";
import { colorWanted, widthOf } from "./terminal.js";

const EXAMPLES = `
Examples:
  Of those who were trained and found work: who would have anyway, whom did the
  training help, who was lucky?
    $ disco attribute jobs.csv --derive 'employed = re78 > 0' --treatment treat \\
        --outcome employed --given age,education

  What did the training do to earnings, by every estimator that applies?
    $ disco effect jobs.csv --treatment treat --outcome re78 --given age,education

  A model of individuals: would those who got the subsidy and stayed have stayed
  without it?
    $ disco ask subsidy.disco.json "P(retained[subsidy=0]=1 | subsidy=1, retained=1)"

  A graph of causes: can the effect be had from what is measured, and by which formula?
    $ disco identify smoking.dag "P(cancer | do(smoking))"

  Which of the independencies that the graph claims does a table contradict?
    $ disco check jobs.csv --graph jobs.dag

  Whom should the training be given, if one in five can have it?
    $ disco decide jobs.csv --derive 'employed = re78 > 0' --treatment treat \\
        --outcome employed --given age,education --budget 0.2 \\
        --benefit complier=10,always=-1,never=-1,defier=-10 --out policy.csv

  What every option means
    $ disco attribute --help`;

/** The `disco` command with everything it can do. Commands load what they need when they run, so that help is instant. */
export function buildProgram(): Command {
  const program = new Command("disco")
    .description(
      "How much of an outcome was the individual, the policy, chance? From a table, a model or a graph, on your own machine.",
    )
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
  const commands = [
    attributeCommand(),
    effectCommand(),
    askCommand(),
    compareCommand(),
    identifyCommand(),
    checkCommand(),
    decideCommand(),
    simulateCommand(),
    ladderCommand(),
    fuseCommand(),
    chatCommand(),
    serveCommand(),
    modelCommand(),
  ];
  for (const command of commands) program.addCommand(command.copyInheritedSettings(program));
  return program;
}

function packageVersion(): string {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}
