import { fileURLToPath } from "node:url";
import type { ModelPace } from "../core/contracts.ts";
import { startLab } from "../core/start.ts";
import { type CommandLine, parseCommandLine, parsePort, UsageError } from "./options.ts";
import { parseDuration } from "./quantities.ts";

/** Where a lab keeps its state unless told otherwise. */
export const DEFAULT_STATE_DIR = fileURLToPath(new URL("../../.switchyard/lab", import.meta.url));
export const DEFAULT_PORT = 4566;

/** `lab start`: serves until SIGINT or SIGTERM. */
export async function start(args: string[]): Promise<void> {
  const { positional, flags } = parseCommandLine(args, {
    values: [
      ...["port", "lb-port", "state-dir", "subnet", "record"],
      ...["bedrock-latency", "bedrock-token-latency"],
    ],
    switches: ["stop-fleet-on-exit"],
  });
  if (positional.length > 0) throw new UsageError(`start takes no "${positional[0]}".`);
  const port = parsePort(String(flags.port ?? process.env.LAB_PORT ?? DEFAULT_PORT), "--port");
  const lbPort = flags["lb-port"] ? parsePort(String(flags["lb-port"]), "--lb-port") : port + 1;
  const subnet = flags.subnet === undefined ? undefined : parseSubnet(String(flags.subnet));
  const modelPace = paceOf(flags);
  const stopFleet = flags["stop-fleet-on-exit"] === true;

  // One broken connection or listener must not end everybody's instances and builds.
  process.on("unhandledRejection", (reason) => tell("A promise failed unheard.", reason));
  process.on("uncaughtException", (error) => tell("An error went uncaught.", error));
  const stateDir = String(flags["state-dir"] ?? DEFAULT_STATE_DIR);
  let asked: NodeJS.Signals | undefined;
  const early = (signal: NodeJS.Signals) => {
    asked = signal;
  };
  process.once("SIGTERM", early).once("SIGINT", early);
  const lab = await startLab({
    port,
    lbPort,
    stateDir,
    modelPace,
    ...(subnet ? { subnet } : {}),
    ...(flags.record ? { record: String(flags.record) } : {}),
  });
  const stop = () => lab.stop({ stopFleet }).then(() => process.exit(0));
  if (asked) return stop();
  process.off("SIGTERM", early).off("SIGINT", early);
  process.once("SIGTERM", stop).once("SIGINT", stop);
  console.log(`Lab is ready at ${lab.endpoint}`);
}

function paceOf(flags: CommandLine["flags"]): Partial<ModelPace> {
  const wait = (name: string) =>
    flags[name] === undefined ? undefined : parseDuration(flags[name], `--${name}`, { least: 0 });
  const latencyMs = wait("bedrock-latency");
  const perTokenMs = wait("bedrock-token-latency");
  return {
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(perTokenMs === undefined ? {} : { perTokenMs }),
  };
}

function parseSubnet(text: string): string {
  const octets = text.split(".").map(Number);
  const valid =
    octets.length === 3 &&
    octets[0] === 127 &&
    octets.every((n) => Number.isInteger(n) && n >= 0 && n <= 255);
  if (!valid) throw new UsageError(`--subnet must be like 127.20.1, not "${text}".`);
  return text;
}

function tell(message: string, reason: unknown): void {
  const error = (reason as Error)?.stack ?? String(reason);
  const at = new Date().toISOString();
  process.stderr.write(`${JSON.stringify({ at, service: "lab", message, error })}\n`);
}
