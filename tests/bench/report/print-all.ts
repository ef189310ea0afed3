import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { FIGURES_DIR } from "./keep-figures.ts";

/** Vitest calls this before the figures are taken; what it gives back prints all of them at the end. */
export default function printAll(): () => void {
  rmSync(FIGURES_DIR, { recursive: true, force: true });
  const before = loadavg()[0];
  return () => {
    if (!existsSync(FIGURES_DIR)) return;
    const tables = readdirSync(FIGURES_DIR)
      .sort()
      .map((name) => readFileSync(join(FIGURES_DIR, name), "utf8"));
    process.stdout.write(`\n${machine(before)}\n\n${tables.join("\n")}\n`);
  };
}

/** Figures mean nothing without the machine; one that was busy before measured its other work too. */
function machine(loadBefore = 0): string {
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  return (
    `Figures of ${new Date().toISOString().slice(0, 10)}: ${availableParallelism()} cores ` +
    `(${cpus()[0]?.model.trim() ?? "unknown"}), ${gigabytes} GB, Node ${process.versions.node}; ` +
    `load ${loadBefore.toFixed(1)} before and ${(loadavg()[0] ?? 0).toFixed(1)} after.`
  );
}
