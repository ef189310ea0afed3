/** The lab's command line: `npm run lab -- <command>`. */
import { UsageError } from "./cli/options.ts";

const COMMANDS: Record<string, () => Promise<(args: string[]) => Promise<void>>> = {
  start: async () => (await import("./cli/start.ts")).start,
};

const [command = "help", ...args] = process.argv.slice(2);
try {
  const load = Object.hasOwn(COMMANDS, command) ? COMMANDS[command] : undefined;
  if (!load)
    throw new UsageError(`There is no command "${command}"; "npm run lab -- help" lists them.`);
  await (await load())(args);
} catch (error) {
  const expected = error instanceof UsageError || !(error as Error).stack || command === "start";
  console.error(expected ? (error as Error).message : error);
  process.exit(1);
}
