/**
 * One log stream is one append-only file: a line per event, `<timestamp> <ingestion> <JSON string>`.
 * A place in a stream is a byte offset, so reading on costs only what is new and memory stays flat.
 */
import { closeSync, fstatSync, mkdirSync, openSync, readSync, statSync, writeSync } from "node:fs";
import { dirname } from "node:path";

export interface LogEvent {
  /** Milliseconds since 1970, as everywhere in CloudWatch Logs. */
  timestamp: number;
  ingestionTime: number;
  message: string;
}

/** An event with where its line begins and ends in the file. */
export interface PlacedEvent extends LogEvent {
  from: number;
  to: number;
}

const CHUNK = 256 * 1024;
const NEWLINE = 10;

function parseLine(line: string): LogEvent | undefined {
  const first = line.indexOf(" ");
  const second = line.indexOf(" ", first + 1);
  if (first < 1 || second < 0) return undefined;
  try {
    return {
      timestamp: Number(line.slice(0, first)),
      ingestionTime: Number(line.slice(first + 1, second)),
      message: JSON.parse(line.slice(second + 1)) as string,
    };
  } catch {
    return undefined;
  }
}

/** Size in bytes of what was written; 0 when nothing was. */
export function streamSize(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Appends; a line that a kill cut in half is closed first, and readers skip it. */
export function appendEvents(path: string, events: LogEvent[]): void {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, "a+");
  try {
    const size = fstatSync(file).size;
    let text = "";
    if (size > 0) {
      const last = Buffer.alloc(1);
      readSync(file, last, 0, 1, size - 1);
      if (last[0] !== NEWLINE) text = "\n";
    }
    for (const event of events) {
      text += `${event.timestamp} ${event.ingestionTime} ${JSON.stringify(event.message)}\n`;
    }
    writeSync(file, text);
  } finally {
    closeSync(file);
  }
}

/** Whole lines from `offset` on, until `take` says false or the file ends. */
export function readForward(
  path: string,
  offset: number,
  take: (event: PlacedEvent) => boolean,
): void {
  if (streamSize(path) === 0) return;
  const file = openSync(path, "r");
  try {
    let position = offset;
    let rest = Buffer.alloc(0);
    for (;;) {
      const chunk = Buffer.alloc(CHUNK);
      const read = readSync(file, chunk, 0, CHUNK, position + rest.length);
      if (read === 0) return;
      const data = Buffer.concat([rest, chunk.subarray(0, read)]);
      let start = 0;
      for (;;) {
        const end = data.indexOf(NEWLINE, start);
        if (end < 0) break;
        const event = parseLine(data.toString("utf8", start, end));
        if (event && !take({ ...event, from: position + start, to: position + end + 1 })) return;
        start = end + 1;
      }
      position += start;
      rest = data.subarray(start);
    }
  } finally {
    closeSync(file);
  }
}

/** Whole lines before `offset`, newest first, until `take` says false or the file begins. */
export function readBackward(
  path: string,
  offset: number,
  take: (event: PlacedEvent) => boolean,
): void {
  if (streamSize(path) === 0) return;
  const file = openSync(path, "r");
  try {
    let end = Math.min(offset, fstatSync(file).size);
    let rest = Buffer.alloc(0);
    while (end > 0) {
      const begin = Math.max(0, end - CHUNK);
      const chunk = Buffer.alloc(end - begin);
      readSync(file, chunk, 0, chunk.length, begin);
      const data = Buffer.concat([chunk, rest]);
      let lineEnd = data.lastIndexOf(NEWLINE);
      while (lineEnd >= 0) {
        const previous = lineEnd === 0 ? -1 : data.lastIndexOf(NEWLINE, lineEnd - 1);
        if (previous < 0 && begin > 0) break;
        const event = parseLine(data.toString("utf8", previous + 1, lineEnd));
        const placed = { from: begin + previous + 1, to: begin + lineEnd + 1 };
        if (event && !take({ ...event, ...placed })) return;
        lineEnd = previous;
      }
      rest = data.subarray(0, lineEnd + 1);
      end = begin;
    }
  } finally {
    closeSync(file);
  }
}
