import { readFileSync } from "node:fs";

/** A tick of the kernel's accounting on Linux, ms. */
const TICK_MS = 10;

/**
 * CPU time that a process has used since it started, in user and kernel mode, ms. Other than time by
 * the clock it hardly depends on what else the machine does.
 */
export function cpuMs(pid: number): number {
  // `man 5 proc`: the name in brackets may hold anything, utime and stime are the 14th and 15th field.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}
