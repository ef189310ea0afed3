import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readMix } from "../player/mix.ts";
import { type PlayedPrompt, pickPrompts } from "../player/pick-prompts.ts";
import { play } from "../player/play.ts";
import { type Access, createSender, type Sender } from "../player/send-prompt.ts";
import { createTally, type Tally } from "../player/tally.ts";
import { findLab, LAB_OPTIONS } from "./find-lab.ts";
import { type CommandLine, parseCommandLine, UsageError } from "./options.ts";
import { parseDuration, parseNumber } from "./quantities.ts";
import { DEFAULT_STATE_DIR } from "./start.ts";

const DEFAULT_MIX = fileURLToPath(new URL("../prompts/platform-team.json", import.meta.url));
const DEFAULT_ENDPOINT = "http://127.0.0.1:3000";

/** `lab prompts`: plays questions against the console's Bedrock-compatible address, or the lab's own Bedrock. */
export async function prompts(args: string[]): Promise<void> {
  const line = parseCommandLine(args, {
    values: [
      ...LAB_OPTIONS,
      ...["endpoint", "access-key", "secret-key", "key-file", "state-dir"],
      ...["rate", "duration", "mix", "seed", "concurrency"],
    ],
    switches: ["direct"],
  });
  if (line.positional.length > 0) throw new UsageError(`prompts takes no "${line.positional[0]}".`);
  const { flags } = line;
  const rate = parseNumber(flags.rate ?? "5", "--rate", { least: 0.01, most: 1000 });
  const concurrency = parseNumber(flags.concurrency ?? "8", "--concurrency", {
    least: 1,
    most: 1000,
    whole: true,
  });
  const milliseconds = parseDuration(flags.duration ?? "5m", "--duration");
  const seed = parseNumber(flags.seed ?? String(Date.now() % 100_000), "--seed", {
    least: 0,
    most: 2 ** 32 - 1,
    whole: true,
  });
  const mix = readMix(String(flags.mix ?? DEFAULT_MIX));
  const access = await accessOf(line);
  const sequence = pickPrompts(mix, seed);
  const tally = createTally({ direct: flags.direct === true });
  const stop = new AbortController();
  const end = () => stop.abort();
  process.once("SIGINT", end).once("SIGTERM", end);
  console.log(
    `Playing ${rate} prompts a second for ${milliseconds / 1000} s to ${access.endpoint} (seed ${seed}); Ctrl-C ends it.`,
  );
  const sender = await reach(access, sequence, tally, stop.signal);
  const tell = setInterval(() => show(tally.line()), process.stdout.isTTY ? 1_000 : 10_000);
  try {
    const paced = { rate, concurrency, milliseconds, stop: stop.signal };
    await play({ prompts: sequence, sender, tally, ...paced });
  } finally {
    clearInterval(tell);
    process.off("SIGINT", end).off("SIGTERM", end);
    sender.close();
  }
  console.log(`${process.stdout.isTTY ? "\r\x1b[2K" : ""}\n${tally.table()}`);
}

/** On a terminal the line renews itself. */
function show(text: string): void {
  if (process.stdout.isTTY) process.stdout.write(`\r\x1b[2K${text}`);
  else console.log(text);
}

/** Sends the first prompt, to learn whether anybody is there and which HTTP it speaks. */
async function reach(
  access: Access,
  sequence: Iterator<PlayedPrompt>,
  tally: Tally,
  stop: AbortSignal,
): Promise<Sender> {
  const first = sequence.next().value as PlayedPrompt;
  const signal = AbortSignal.any([stop, AbortSignal.timeout(60_000)]);
  const sender = createSender(access);
  let sent = await sender.send(first, signal);
  const named = `${sent.error?.name} ${sent.error?.message}`;
  if (/ECONNREFUSED|ENOTFOUND|EAI_AGAIN/.test(named)) {
    sender.close();
    throw new UsageError(
      `Nobody answers at ${access.endpoint}; start the demo with "npm run demo", or say where the console is with --endpoint.`,
    );
  }
  if (!/Protocol error|ERR_HTTP2/.test(named)) {
    tally.add(sent);
    return sender;
  }
  console.log("The address does not speak the SDK's HTTP/2; the prompts go by HTTP/1.1.");
  sender.close();
  const older = createSender(access, { http1: true });
  sent = await older.send(first, signal);
  tally.add(sent);
  return older;
}

async function accessOf(line: CommandLine): Promise<Access> {
  const { flags } = line;
  if (flags.direct) {
    const given = ["endpoint", "access-key", "secret-key", "key-file"].find(
      (name) => name in flags,
    );
    if (given) throw new UsageError(`--direct goes to the lab itself and takes no --${given}.`);
    const lab = await findLab(line);
    return { endpoint: lab.endpoint, accessKeyId: "lab", secretAccessKey: "lab" };
  }
  const endpoint = String(flags.endpoint ?? DEFAULT_ENDPOINT).replace(/\/+$/, "");
  if (!URL.canParse(endpoint) || !/^https?:/.test(endpoint)) {
    throw new UsageError(`--endpoint must be a URL like ${DEFAULT_ENDPOINT}, not "${endpoint}".`);
  }
  return { endpoint: `${endpoint}/api/bedrock`, ...keyOf(flags) };
}

function keyOf(flags: CommandLine["flags"]): Omit<Access, "endpoint"> {
  const [accessKeyId, secretAccessKey] = [flags["access-key"], flags["secret-key"]];
  if (accessKeyId !== undefined && secretAccessKey !== undefined) {
    if (flags["key-file"]) throw new UsageError("Give --key-file or the two keys, not both.");
    return { accessKeyId: String(accessKeyId), secretAccessKey: String(secretAccessKey) };
  }
  if (accessKeyId !== undefined || secretAccessKey !== undefined) {
    throw new UsageError("--access-key and --secret-key belong together.");
  }
  const stateDir = String(flags["state-dir"] ?? dirname(DEFAULT_STATE_DIR));
  const file = String(flags["key-file"] ?? join(stateDir, "prompt-key.json"));
  if (!flags["key-file"] && !existsSync(file)) {
    throw new UsageError(
      `A key is needed: issue one in the console and give --access-key and --secret-key, or --key-file (there is no ${file}).`,
    );
  }
  return readKey(file);
}

function readKey(file: string): Omit<Access, "endpoint"> {
  let content: Partial<Omit<Access, "endpoint">>;
  try {
    content = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    throw new UsageError(`The key file ${file} cannot be read as JSON.`);
  }
  const { accessKeyId, secretAccessKey } = content ?? {};
  if (typeof accessKeyId !== "string" || typeof secretAccessKey !== "string") {
    throw new UsageError(`The key file ${file} must hold accessKeyId and secretAccessKey.`);
  }
  return { accessKeyId, secretAccessKey };
}
