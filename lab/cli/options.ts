import { UsageError } from "../core/usage-error.ts";

export { UsageError };

export interface CommandLine {
  positional: string[];
  /** Last one wins; a flag without a value is `true`. */
  flags: Record<string, string | true>;
}

/** Splits arguments: `--name value`, `--name=value`, `--flag` (for the names in `switches`), the rest positional. */
export function parseCommandLine(
  args: string[],
  known: { values: string[]; switches?: string[] },
): CommandLine {
  const line: CommandLine = { positional: [], flags: {} };
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] as string;
    if (!arg.startsWith("--")) {
      line.positional.push(arg);
      continue;
    }
    const [name, inline] = splitOnce(arg.slice(2));
    if (known.switches?.includes(name)) {
      if (inline !== undefined) throw new UsageError(`--${name} takes no value.`);
      line.flags[name] = true;
    } else if (known.values.includes(name)) {
      const value = inline ?? args[++index];
      if (value === undefined) throw new UsageError(`--${name} needs a value.`);
      line.flags[name] = value;
    } else {
      throw new UsageError(`There is no option --${name}; "npm run lab -- help" lists them.`);
    }
  }
  return line;
}

/** A port number from a flag or an environment variable. */
export function parsePort(text: string, where: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new UsageError(`${where} must be a port number from 1 to 65535, not "${text}".`);
}

function splitOnce(text: string): [string, string | undefined] {
  const at = text.indexOf("=");
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
