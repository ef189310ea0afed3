/** The in-process side of CloudWatch Logs for programs that print a lot. */
import type { Lab, LogWriter } from "../../core/contracts.ts";
import { createRegistry, type LogRegistry } from "./registry.ts";
import { appendEvents, type LogEvent } from "./stream-file.ts";

/** What is written can be read through the API after this long at most. */
const FLUSH_MS = 100;
/** CloudWatch Logs takes no event above 256 KB; longer lines are split here. */
const LINE_BYTES = 64 * 1024;
/** A writer that never checks its own amount cannot fill the disk. */
const STREAM_BYTES = 32 * 1024 * 1024;
const PENDING_EVENTS = 2_000;

/** `lab.logWriter`: text in, one event per line, each ending in its newline as CodeBuild writes them. */
export function createLogWriter(
  lab: Lab,
  group: string,
  stream: string,
  registry: LogRegistry = createRegistry(lab),
): LogWriter {
  registry.ensure(group, stream);
  const path = registry.path(group, stream);
  let pending: LogEvent[] = [];
  let partial = "";
  let written = 0;
  let cut = false;
  let cancelTimer: (() => void) | undefined;
  let lastTimestamp = 0;

  const add = (message: string) => {
    if (cut) return;
    written += message.length;
    const now = Math.max(Date.now(), lastTimestamp);
    lastTimestamp = now;
    if (written > STREAM_BYTES) {
      cut = true;
      const limit = STREAM_BYTES / 1024 / 1024;
      const note = `The log was cut here: it is longer than ${limit} MB.\n`;
      pending.push({ timestamp: now, ingestionTime: now, message: note });
      return;
    }
    pending.push({ timestamp: now, ingestionTime: now, message });
  };
  const flush = () => {
    cancelTimer?.();
    cancelTimer = undefined;
    if (pending.length === 0) return;
    const batch = pending;
    pending = [];
    appendEvents(path, batch);
  };

  return {
    write(text) {
      if (cut) return;
      let rest = partial + text;
      for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n")) {
        for (let at = 0; at <= end; at += LINE_BYTES) {
          add(rest.slice(at, Math.min(at + LINE_BYTES, end + 1)));
        }
        rest = rest.slice(end + 1);
      }
      while (rest.length > LINE_BYTES) {
        add(rest.slice(0, LINE_BYTES));
        rest = rest.slice(LINE_BYTES);
      }
      partial = rest;
      if (pending.length >= PENDING_EVENTS) flush();
      else if (!cancelTimer) cancelTimer = lab.after(FLUSH_MS, flush);
    },
    async end() {
      if (partial !== "") add(`${partial}\n`);
      partial = "";
      flush();
    },
  };
}
