import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { lastLines } from "../processes/log-file.ts";
import { CHECKOUT, inCheckout } from "../setup/checkout.ts";

/** All that the production build is made of. */
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
  "package.json",
  "package-lock.json",
];

/** Whether the build in this folder was made from the sources as they are now. */
export function isBuilt(distDir: string): boolean {
  const stamp = stampOf(distDir);
  return existsSync(stamp) && readFileSync(stamp, "utf8") === fingerprint();
}

/**
 * Makes the console's production build.
 * @param distDir folder below the checkout, `.next` by default
 * @throws with the last lines of what the build said
 */
export async function buildConsole(distDir: string, logPath: string): Promise<void> {
  const made = fingerprint();
  rmSync(stampOf(distDir), { force: true });
  mkdirSync(dirname(logPath), { recursive: true });
  const log = openSync(logPath, "w");
  const child = spawn(process.execPath, [inCheckout("node_modules/next/dist/bin/next"), "build"], {
    cwd: CHECKOUT,
    env: { ...process.env, ...BUILD_ENVIRONMENT, SWITCHYARD_DIST_DIR: distDir },
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  const stop = () => child.kill("SIGTERM");
  process.once("exit", stop);
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  process.removeListener("exit", stop);
  if (code !== 0) {
    throw new Error(`The console did not build:\n${lastLines(logPath, 30).join("\n")}`);
  }
  // Sources that changed meanwhile would be taken for built.
  if (fingerprint() === made) writeFileSync(stampOf(distDir), made);
}

const BUILD_ENVIRONMENT = { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" } as const;

const stampOf = (distDir: string) => inCheckout(distDir, "switchyard-sources");

function fingerprint(): string {
  const hash = createHash("sha256");
  for (const path of SOURCES.flatMap((name) => filesBelow(inCheckout(name)))) {
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
