// Runs on whatever Node (20 or later) the machine has, before anything is installed: no dependency, no TypeScript.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const checkout = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(checkout, "node_modules");
const stamp = join(modules, ".switchyard-installed");
const node = join(modules, "node", "bin", "node");
process.env.SWITCHYARD_STARTED_AT ??= String(Math.round(Date.now() - process.uptime() * 1000));

/**
 * Makes sure that the npm packages are installed, then runs a TypeScript entry under the Node that came with them.
 * @param {string} entry path below `scripts/`
 */
export async function bootstrap(entry) {
  if (Number(process.versions.node.split(".")[0]) < 20) {
    refuse(`Switchyard needs Node 20 or later; this is ${process.version}.`);
  }
  await installPackages();
  const path = join(checkout, "scripts", entry);
  // `npm run` puts node_modules/.bin first, so from the second time on this is the right Node already.
  if (Number(process.versions.node.split(".")[0]) >= 24) await import(pathToFileURL(path).href);
  else await runUnder(node, path);
}

async function installPackages() {
  const lock = readFileSync(join(checkout, "package-lock.json"));
  const wanted = createHash("sha256").update(lock).digest("hex");
  if (existsSync(node) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  if (!agreesWith(JSON.parse(lock.toString("utf8")))) {
    const why = existsSync(modules) ? "package-lock.json changed" : "first start, about a minute";
    say(`Installing npm packages (${why})`);
    // `npm ci` empties node_modules first, which would take the floor from under anything that runs from it.
    const fresh = !existsSync(modules);
    const flags = ["--no-audit", "--no-fund", "--include=dev", "--loglevel=error"];
    let problem = fresh ? await npm(["ci", ...flags]) : "not tried";
    if (problem) {
      if (fresh)
        say(
          "npm ci refused (optional packages of other systems); using npm install with the same lockfile",
        );
      problem = await npm(["install", "--no-save", ...flags]);
    }
    if (problem) refuse(`npm could not install the packages: ${problem}`);
    say("Installed npm packages");
  }
  if (!existsSync(node))
    refuse(`npm did not bring Node 24 for ${process.platform}-${process.arch}.`);
  mkdirSync(modules, { recursive: true });
  writeFileSync(stamp, wanted);
}

/** Whether node_modules already holds exactly what the lockfile asks for (npm keeps its own list there). */
function agreesWith(lock) {
  let installed;
  try {
    installed = JSON.parse(readFileSync(join(modules, ".package-lock.json"), "utf8")).packages;
  } catch {
    return false;
  }
  const required = Object.entries(lock.packages).filter(
    ([path, entry]) => path && !entry.optional && !entry.peer,
  );
  return (
    existsSync(node) &&
    required.every(([path, entry]) => installed[path]?.version === entry.version)
  );
}

/** Gives undefined, or npm's last lines when it failed. */
function npm(args) {
  // The npm scripts' PATH holds node_modules/.bin, whose Node is what is about to be replaced.
  const path = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => !folder.startsWith(modules + sep))
    .join(delimiter);
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(lifecycle|package|command)/.test(name)),
  );
  const child = spawn("npm", args, {
    cwd: checkout,
    env: { ...env, PATH: path },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  child.stdout.on("data", (chunk) => (output += chunk));
  child.stderr.on("data", (chunk) => (output += chunk));
  const stop = () => child.kill("SIGTERM");
  process.once("SIGINT", stop).once("SIGTERM", stop);
  const still = setInterval(() => say("… npm is still at it"), 20_000);
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code) => {
      clearInterval(still);
      process.removeListener("SIGINT", stop).removeListener("SIGTERM", stop);
      resolve(code === 0 ? undefined : output.trim().split("\n").slice(-6).join("\n"));
    });
  });
}

/** Runs the entry in a process of its own and ends as it ends. Signals are handed on. */
function runUnder(binary, path) {
  const bin = join(modules, ".bin");
  const env = {
    ...process.env,
    // The launcher watches us: killed, we could not tell it to stop.
    SWITCHYARD_BOOTSTRAP_PID: String(process.pid),
    PATH: `${bin}${delimiter}${process.env.PATH ?? ""}`,
  };
  const child = spawn(binary, [path, ...process.argv.slice(2)], { stdio: "inherit", env });
  const hand = (signal) => child.kill(signal);
  for (const signal of ["SIGTERM", "SIGHUP", "SIGINT"]) process.on(signal, hand);
  return new Promise(() => {
    child.once("error", (error) => refuse(`Node 24 could not be started: ${error.message}.`));
    child.once("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
  });
}

function say(line) {
  const seconds = ((Date.now() - Number(process.env.SWITCHYARD_STARTED_AT)) / 1000)
    .toFixed(1)
    .padStart(5);
  process.stdout.write(`[${seconds} s] ${line}\n`);
}

function refuse(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
