import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** The last `lines` lines of a log of any length; empty when it does not exist. */
export function lastLines(path: string, lines = 8): string[] {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return [];
  }
  try {
    const { size } = fstatSync(file);
    const window = Buffer.alloc(Math.min(size, 16_384));
    readSync(file, window, 0, window.length, size - window.length);
    return window.toString("utf8").trimEnd().split("\n").slice(-lines);
  } finally {
    closeSync(file);
  }
}
