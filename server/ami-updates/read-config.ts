import "server-only";
import { readFileSync, statSync } from "node:fs";
import { parse } from "yaml";
import { AmiConfig } from "@/lib/ami-updates/config";
import { AppError, isAppError } from "@/server/platform/errors";
import { log } from "@/server/platform/log";

/** The configuration cannot be used. */
const unusable = (message: string) =>
  new AppError("upstream", message, { retryable: false, effect: "none" });

export interface ConfigReader {
  /** As it is in force: the last good one. @throws AppError when there never was one */
  read(): AmiConfig;
  /** Why the file as it is now is not in force. */
  problem(): string | undefined;
}

/** Nobody edits the file more often than it is looked at. */
const LOOK_MS = 1_000;

/** Reads the file when it changed, looking at most each `lookMs`. A bad one is told once, and the last good one stays in force. */
export function configReader(path: string, lookMs = LOOK_MS): ConfigReader {
  let good: AmiConfig | undefined;
  let problem: string | undefined;
  let stamp = "";
  let lookedAt = Number.NEGATIVE_INFINITY;

  const look = () => {
    if (performance.now() - lookedAt < lookMs) return;
    lookedAt = performance.now();
    try {
      const { mtimeMs, size, ino } = statSync(path);
      const now = `${mtimeMs} ${size} ${ino}`;
      if (now === stamp) return;
      good = parseConfig(readFileSync(path, "utf8"));
      stamp = now;
      problem = undefined;
    } catch (error) {
      // The stamp stays: what could not be read is read again at the next look.
      const told = sentence(error);
      if (told !== problem && good) log().error({ problem: told }, "the AMI configuration is bad");
      problem = told;
    }
  };

  return {
    read() {
      look();
      if (!good) throw unusable(problem ?? "The AMI configuration cannot be read.");
      return good;
    },
    problem() {
      look();
      return problem;
    },
  };
}

/** @throws AppError naming the first thing that is wrong and where */
export function parseConfig(text: string): AmiConfig {
  let raw: unknown;
  try {
    raw = parse(text);
  } catch (error) {
    const [first = ""] = (error as Error).message.split("\n");
    throw unusable(`The AMI configuration is no YAML: ${first.replace(/:$/, "")}.`);
  }
  const parsed = AmiConfig.safeParse(raw);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join(".");
  const what = (issue?.message ?? "it is not understood").replace(/\.$/, "");
  throw unusable(`The AMI configuration is not valid${where ? ` at ${where}` : ""}: ${what}.`);
}

function sentence(error: unknown): string {
  if (isAppError(error)) return error.message;
  const { code } = error as { code?: string };
  return code === "ENOENT"
    ? "The file of the AMI configuration is not there."
    : "The file of the AMI configuration cannot be read.";
}
