/** The lab's command line: `npm run lab -- <command>`. */
import { UsageError } from "./cli/options.ts";

type Command = (args: string[]) => Promise<void>;

const COMMANDS: Record<string, () => Promise<Command>> = {
  start: async () => (await import("./cli/start.ts")).start,
  release: async () => (await import("./cli/release.ts")).release,
  push: async () => (await import("./cli/push.ts")).push,
  status: async () => (await import("./cli/status.ts")).status,
  prompts: async () => (await import("./cli/prompts.ts")).prompts,
  ami: async () => (await import("./cli/ami.ts")).ami,
  fault: async () => (await import("./cli/fault.ts")).fault,
  reset: async () => (await import("./cli/reset.ts")).reset,
  help: async () => (await import("./cli/help.ts")).help,
};

// `lab status | head` closes the pipe early: there is nobody left to tell, and nothing went wrong.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

const [name = "help", ...args] = process.argv
  .slice(2)
  .map((arg) => (/^(--help|-h)$/.test(arg) ? "help" : arg));
try {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load)
    throw new UsageError(`There is no command "${name}"; "npm run lab -- help" lists them.`);
  const command = args.includes("help") ? await COMMANDS.help?.() : await load();
  await command?.(args);
} catch (error) {
  console.error(error instanceof UsageError ? error.message : error);
  process.exit(1);
}
