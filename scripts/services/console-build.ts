import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { lastLines } from "../processes/log-file.ts";
import { type Child, startChild } from "../processes/start-child.ts";
import { takeStateLock } from "../processes/state-lock.ts";
import { waitUntil } from "../processes/wait-until.ts";
import { CHECKOUT, inCheckout } from "../setup/checkout.ts";

/** All that the production build is made of; notes for people are left out below. */
const SOURCES = [
  "app",
  "components",
  "lib",
  "server",
  "public",
  "instrumentation.ts",
  "proxy.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];

/** Whether the build in this folder was made from the sources as they are now. */
export function isBuilt(distDir: string): boolean {
  const stamp = stampOf(distDir);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint();
}

/**
 * Makes the console's production build, unless somebody else just did. It is recorded like a server, so that a
 * start after a crash ends a build that is still under way instead of building beside it.
 * @param distDir folder below the checkout, `.next` by default
 * @param started gets the process at once, to be stopped with the rest
 * @throws with the last lines of what the build said
 */
export async function buildConsole(
  distDir: string,
  stateDir: string,
  started: (child: Child) => void = () => {},
): Promise<void> {
  const lockDir = inCheckout("node_modules", ".cache", "switchyard-build", distDir);
  const lock = await waitUntil("The build that is under way", () => takeStateLock(lockDir), {
    timeoutMs: 600_000,
  });
  try {
    if (isBuilt(distDir)) return;
    const made = fingerprint();
    rmSync(stampOf(distDir), { force: true });
    const child = await startBuild(distDir, stateDir);
    started(child);
    const how = await child.ended;
    await child.stop();
    if (how !== "exit code 0") {
      throw new Error(
        `The console did not build (${how}):\n${lastLines(child.logPath, 30).join("\n")}`,
      );
    }
    // Sources that changed meanwhile would be taken for built.
    if (fingerprint() === made) writeFileSync(stampOf(distDir), made);
  } finally {
    lock.release();
  }
}

async function startBuild(distDir: string, stateDir: string): Promise<Child> {
  const logPath = join(stateDir, "logs", "build.log");
  rmSync(logPath, { force: true });
  return startChild({
    name: "build",
    command: process.execPath,
    args: [inCheckout("node_modules/next/dist/bin/next"), "build"],
    env: { ...process.env, ...BUILD_ENVIRONMENT, SWITCHYARD_DIST_DIR: distDir },
    cwd: CHECKOUT,
    stateDir,
    logPath,
    order: 3,
    graceMs: 3_000,
  });
}

const BUILD_ENVIRONMENT = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } as const;

const stampOf = (distDir: string) => inCheckout(distDir, "switchyard-sources");

function fingerprint(): string {
  const hash = createHash("sha256");
  for (const path of SOURCES.flatMap((name) => filesBelow(inCheckout(name))).filter(
    (path) => !path.endsWith(".md"),
  )) {
    hash.update(relative(CHECKOUT, path)).update("\0").update(readFileSync(path)).update("\0");
  }
  return hash.digest("hex");
}

function filesBelow(path: string): string[] {
  if (!existsSync(path)) return [];
  try {
    return readdirSync(path, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => filesBelow(join(path, entry.name)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return [path];
    throw error;
  }
}
