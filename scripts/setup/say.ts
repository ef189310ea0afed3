/** Prints one short line. */
export type Say = (line: string) => void;

/** When the command was typed, in epoch milliseconds: the bootstrap hands it down. */
const origin = Number(process.env.SWITCHYARD_STARTED_AT) || Date.now() - process.uptime() * 1000;

/** Prints the line with the time since the start, e.g. `[  3.2 s] Starting Postgres`. */
export const say: Say = (line) => {
  const seconds = ((Date.now() - origin) / 1000).toFixed(1).padStart(5);
  process.stdout.write(`[${seconds} s] ${line}\n`);
};
