import { callPage } from "./call-lab.ts";
import { findLab, LAB_OPTIONS } from "./find-lab.ts";
import { type CommandLine, parseCommandLine, UsageError } from "./options.ts";

type Rule = Record<string, string | number>;
interface FaultSet {
  rules: Rule[];
  seed?: number;
}

const KINDS = ["throttle", "error", "delay", "cut"];

/** `lab fault <kind> <service>`, `lab fault list`, `lab fault clear`. */
export async function fault(args: string[]): Promise<void> {
  const line = parseCommandLine(args, {
    values: [
      ...LAB_OPTIONS,
      "operation",
      "share",
      "count",
      "delay",
      "status",
      "code",
      "seed",
      "after",
    ],
  });
  const [kind = "", service, ...more] = line.positional;
  if (more.length > 0) throw new UsageError(`fault does not take "${more.join(" ")}".`);
  if (kind === "list" || kind === "clear") {
    const lab = await findLab(line);
    const method = kind === "clear" ? "DELETE" : "GET";
    show(await callPage<FaultSet>(lab.endpoint, method, "faults"));
    return;
  }
  if (!KINDS.includes(kind)) {
    throw new UsageError(`fault takes ${KINDS.join(", ")}, list or clear, not "${kind}".`);
  }
  if (!service) throw new UsageError(`fault ${kind} needs a service, or * for all of them.`);
  const lab = await findLab(line);
  const { rules, seed } = await callPage<FaultSet>(lab.endpoint, "GET", "faults");
  const body: FaultSet = {
    rules: [...rules.map(({ met, ...rule }) => rule), ruleOf(kind, service, line)],
    ...(line.flags.seed !== undefined ? { seed: numberOf(line, "seed") } : seed ? { seed } : {}),
  };
  show(await callPage<FaultSet>(lab.endpoint, "PUT", "faults", body));
}

function ruleOf(kind: string, service: string, line: CommandLine): Rule {
  const rule: Rule = { kind, service };
  for (const name of ["operation", "code"]) {
    if (line.flags[name] !== undefined) rule[name] = String(line.flags[name]);
  }
  for (const name of ["share", "count", "status", "after"]) {
    if (line.flags[name] !== undefined) rule[name] = numberOf(line, name);
  }
  if (line.flags.delay !== undefined) rule.delayMs = numberOf(line, "delay");
  return rule;
}

/** A number; a share may be written `50%`, a delay `5s`. */
function numberOf(line: CommandLine, name: string): number {
  const text = String(line.flags[name]);
  const match = text.match(/^(\d+(?:\.\d+)?)(%|s|ms)?$/);
  const unit = match?.[2];
  const fits = !unit || (unit === "%" ? name === "share" : name === "delay");
  if (!match || !fits) throw new UsageError(`--${name} "${text}" is not a number.`);
  const value = Number(match[1]);
  return unit === "%" ? value / 100 : unit === "s" ? value * 1000 : value;
}

function show({ rules }: FaultSet): void {
  if (rules.length === 0) {
    console.log("No faults are set.");
    return;
  }
  for (const {
    kind,
    service,
    operation,
    share,
    count,
    delayMs,
    status,
    code,
    after,
    met,
  } of rules) {
    const parts = [
      `${kind} ${service}${operation ? ` ${operation}` : ""}`,
      share === undefined ? "" : `${Number(share) * 100} % of requests`,
      count === undefined ? "" : `at most ${count} times`,
      kind === "delay" ? `by ${delayMs ?? 1000} ms` : "",
      status === undefined ? "" : `status ${status}`,
      code === undefined ? "" : `code ${code}`,
      after === undefined ? "" : `after ${after} events of a stream`,
      `met ${met} so far`,
    ];
    console.log(parts.filter(Boolean).join(", "));
  }
}
