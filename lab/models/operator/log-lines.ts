/** A line of a log as a tool gave it, with the number by which it is cited. */
export interface LogLine {
  number: number;
  text: string;
  /** What its log is called, where it says so. */
  log?: string;
}

const LOG_KEYS = /log|output|tail|lines|diagnos|stdout|stderr/i;
const FAILED = /fail|error/i;

/**
 * The lines of the log that tells of a failure: lists of numbered lines, lists of texts, and texts of
 * several lines under a key that speaks of a log. The one beside a failed status goes first.
 */
export function logLines(data: unknown[]): LogLine[] {
  const logs: { lines: LogLine[]; failed: boolean }[] = [];
  const look = (value: unknown, key: string, failed: boolean, name?: string): void => {
    if (Array.isArray(value)) {
      const lines = numbered(value) ?? (LOG_KEYS.test(key) ? texts(value) : undefined);
      if (lines) logs.push({ lines: called(lines, name), failed });
      else for (const one of value) look(one, key, failed, name);
    } else if (value !== null && typeof value === "object") {
      const record = value as Record<string, unknown>;
      const own = Object.entries(record).filter(([name]) => /status|state/i.test(name));
      const fails = own.some(([, one]) => typeof one === "string" && FAILED.test(one));
      const code = record.exitCode ?? record.scriptExitCode;
      const worse =
        fails || (typeof code === "number" && code !== 0) || (failed && own.length === 0);
      const log = typeof record.log === "string" && !record.log.includes("\n") ? record.log : name;
      for (const [inside, inner] of Object.entries(record)) look(inner, inside, worse, log);
    } else if (typeof value === "string" && LOG_KEYS.test(key) && value.includes("\n")) {
      logs.push({ lines: called(texts(value.trimEnd().split("\n")) ?? [], name), failed });
    }
  };
  for (const one of data) look(one, "", false);
  const telling = logs.filter(({ lines }) => lines.length > 0);
  return (telling.find(({ failed }) => failed) ?? telling[0])?.lines ?? [];
}

const called = (lines: LogLine[], log: string | undefined): LogLine[] =>
  log === undefined ? lines : lines.map((line) => ({ ...line, log }));

function numbered(list: unknown[]): LogLine[] | undefined {
  const lines = list.flatMap((one) => {
    const record = (one ?? {}) as Record<string, unknown>;
    const number = record.number ?? record.line ?? record.n ?? record.no;
    const text = record.text ?? record.message ?? record.content ?? record.line;
    return typeof number === "number" && typeof text === "string" ? [{ number, text }] : [];
  });
  return lines.length > 0 && lines.length === list.length ? lines : undefined;
}

/** Texts that carry their number keep it: `12: …`, `12 | …`, `[line 12] …`. */
function texts(list: unknown[]): LogLine[] | undefined {
  if (list.length === 0 || !list.every((one) => typeof one === "string")) return undefined;
  const found = (list as string[]).map((text) =>
    /^\s*\[?(?:line )?(\d+)(?:\]|:|\s*\|)\s?(.*)$/.exec(text),
  );
  const own = found.every((match) => match !== null);
  return (list as string[]).map((text, at) => {
    const match = found[at];
    return own && match
      ? { number: Number(match[1]), text: match[2] as string }
      : { number: at + 1, text };
  });
}

const PORT = /(?::|\bport )(\d{2,5})\b(?!\.\d)/i;
const portIn = (text: string): number | undefined => {
  const port = Number(PORT.exec(text)?.[1]);
  return port >= 10 && port <= 65_535 ? port : undefined;
};

export interface PortFinding {
  /** Where nobody answered. */
  asked?: { port: number; line: LogLine };
  /** Where the application says that it listens. */
  listens?: { port: number; line: LogLine };
}

/** Compares the port that was asked in vain with the one that something says it listens on. */
export function comparePorts(lines: LogLine[]): PortFinding {
  const first = (form: RegExp) => {
    for (const line of lines) {
      const port = form.test(line.text) ? portIn(line.text) : undefined;
      if (port !== undefined) return { port, line };
    }
    return undefined;
  };
  const asked =
    first(/refused|ECONNREFUSED/i) ?? first(/timed? ?out|no answer|nothing .*answers|unreachable/i);
  const listens = first(
    /\blisten(s|ing|ed)?\b(?!.*another port)|\bserv(es|ing) (on|at)\b|\bport:? ?=/i,
  );
  return { ...(asked ? { asked } : {}), ...(listens ? { listens } : {}) };
}
