import type { Budget } from "./session";
import type { Span } from "./trace";

/** Money of a model call, in nano-dollars; the console's own attribute on `chat` spans. */
export const COST_ATTRIBUTE = "switchyard.cost_nano_usd";

export type SpanKind = "agent" | "turn" | "model" | "tool" | "other";

type Cost = Pick<Budget, "nanoUsd" | "unpriced">;

/** One line of the waterfall and of the tree. Times in milliseconds. */
export interface TraceRow {
  span: Span;
  kind: SpanKind;
  /** In words of the conversation: "release_analyst", "Turn 2", the model's or the tool's name. */
  label: string;
  depth: number;
  children: number;
  /** Since the run began. */
  offsetMs: number;
  durationMs: number;
  /** Where its bar stands, 0 to 1, on an axis without the run's long pauses. */
  left: number;
  width: number;
  /** Of this call, or of all below it. */
  tokens?: { input: number; output: number };
  /** The same; absent where no model was called. */
  cost?: Cost;
  error?: string;
  /** Ties the row to the call in the conversation. */
  toolUseId?: string;
  /** What it belongs to has not ended yet, or was lost. */
  orphan?: true;
  /** It began before what it belongs to: the clocks of two machines differ. Its bar is moved. */
  skewMs?: number;
}

/** Time in which nothing of a run happened: it waited for a person, or a process died. */
export interface TraceBreak {
  /** Where it is on the axis, 0 to 1. */
  at: number;
  ms: number;
}

export interface TraceRun {
  runId: string;
  /** Unix milliseconds. */
  startedAt: number;
  durationMs: number;
  /** Depth first, each level by its beginning. */
  rows: TraceRow[];
  breaks: TraceBreak[];
  tokens: { input: number; output: number };
  cost: Cost;
  errors: number;
}

/** A longer pause is left out of the axis. */
const LONG_PAUSE_MS = 5_000;
/** What stands for it there, as a share of the rest. */
const BREAK_SHARE = 0.03;

/** Spans of a session as runs, in the order in which these began. Takes anything: lost, late, doubled and skewed spans. */
export function prepareTrace(spans: readonly Span[]): TraceRun[] {
  const byRun = new Map<string, Map<string, Span>>();
  for (const span of spans) {
    const run = byRun.get(span.runId) ?? new Map<string, Span>();
    run.set(idOf(span.traceId, span.spanId), span);
    byRun.set(span.runId, run);
  }
  return [...byRun]
    .map(([runId, run]) => prepareRun(runId, run))
    .sort((a, b) => a.startedAt - b.startedAt);
}

const idOf = (traceId: string, spanId: string): string => `${traceId} ${spanId}`;
const parentIdOf = (span: Span): string | undefined =>
  span.parentSpanId && idOf(span.traceId, span.parentSpanId);

interface Node {
  span: Span;
  children: Node[];
  orphan: boolean;
  /** Milliseconds since the run began, moved into its parent where clocks differ. */
  from: number;
  to: number;
  skewMs?: number;
}

function prepareRun(runId: string, spans: Map<string, Span>): TraceRun {
  const began = [...spans.values()].reduce(
    (first, { startNs }) => (BigInt(startNs) < first ? BigInt(startNs) : first),
    BigInt([...spans.values()][0]?.startNs ?? 0),
  );
  const roots = toTree(spans, began);
  for (const root of roots) moveIn(root, undefined);
  const nodes = roots.flatMap(flatten);
  const ended = Math.max(0, ...nodes.map(({ node }) => node.to));
  const axis = axisOf(nodes.map(({ node }) => node));
  const rows = nodes.map(({ node, depth }) => rowOf(node, depth, axis.at));
  const calls = rows.filter(({ kind }) => kind === "model");
  return {
    runId,
    startedAt: Number(began / 1_000_000n),
    durationMs: ended,
    rows,
    breaks: axis.breaks,
    tokens: sumTokens(calls),
    cost: sumCosts(calls.map(({ span }) => span)),
    errors: rows.filter(({ error }) => error !== undefined).length,
  };
}

function toTree(spans: Map<string, Span>, began: bigint): Node[] {
  const nodes = new Map<string, Node>();
  for (const [id, span] of spans) {
    const from = msBetween(began, span.startNs);
    const to = Math.max(from, msBetween(began, span.endNs));
    nodes.set(id, { span, children: [], orphan: false, from, to });
  }
  const roots: Node[] = [];
  for (const node of nodes.values()) {
    const parentId = parentIdOf(node.span);
    const parent = parentId === undefined ? undefined : nodes.get(parentId);
    node.orphan = parentId !== undefined && !parent;
    if (parent && !inCircle(node, nodes)) parent.children.push(node);
    else roots.push(node);
  }
  const byStart = (a: Node, b: Node) => a.from - b.from || b.to - a.to;
  for (const { children } of nodes.values()) children.sort(byStart);
  return roots.sort(byStart);
}

/** Spans that say to be within each other: nobody made them so, but they must not end the page. */
function inCircle(node: Node, nodes: Map<string, Node>): boolean {
  const passed = new Set<Node>();
  for (let at: Node | undefined = node; at; ) {
    if (passed.has(at)) return true;
    passed.add(at);
    const parentId = parentIdOf(at.span);
    at = parentId === undefined ? undefined : nodes.get(parentId);
  }
  return false;
}

/** Another machine's clock may be behind: what began before its parent is moved to its beginning, with all below. */
function moveIn(node: Node, parent: Node | undefined, moved = 0): void {
  node.from += moved;
  node.to += moved;
  const early = parent ? parent.from - node.from : 0;
  const skewed = early > 1;
  if (skewed) {
    node.skewMs = early;
    node.from += early;
    node.to += early;
  }
  for (const child of node.children) moveIn(child, node, moved + (skewed ? early : 0));
}

const flatten = (root: Node): { node: Node; depth: number }[] => {
  const flat: { node: Node; depth: number }[] = [];
  const walk = (node: Node, depth: number) => {
    flat.push({ node, depth });
    for (const child of node.children) walk(child, depth + 1);
  };
  walk(root, 0);
  return flat;
};

/** Places on an axis from 0 to 1 on which long pauses take little room. */
function axisOf(nodes: Node[]): { at(ms: number): number; breaks: TraceBreak[] } {
  const busy: { from: number; to: number }[] = [];
  for (const { from, to } of [...nodes].sort((a, b) => a.from - b.from)) {
    const last = busy.at(-1);
    if (last && from - last.to <= LONG_PAUSE_MS) last.to = Math.max(last.to, to);
    else busy.push({ from, to });
  }
  const worked = busy.reduce((sum, { from, to }) => sum + (to - from), 0) || 1;
  const pause = worked * BREAK_SHARE;
  const whole = worked + pause * (busy.length - 1);
  const starts: number[] = [];
  let at = 0;
  for (const { from, to } of busy) {
    starts.push(at);
    at += to - from + pause;
  }
  return {
    at(ms) {
      const index = busy.findLastIndex(({ from }) => from <= ms);
      const part = busy[index];
      if (!part) return 0;
      return ((starts[index] ?? 0) + Math.min(ms, part.to) - part.from) / whole;
    },
    breaks: busy.slice(1).map(({ from }, index) => ({
      at: ((starts[index + 1] ?? 0) - pause / 2) / whole,
      ms: from - (busy[index]?.to ?? from),
    })),
  };
}

function rowOf(node: Node, depth: number, at: (ms: number) => number): TraceRow {
  const { span, from, to } = node;
  const kind = kindOf(span);
  const below = flatten(node)
    .map((one) => one.node.span)
    .filter((one) => kindOf(one) === "model");
  const usage =
    below.length > 0 ? sumTokens(below.map((one) => ({ tokens: tokensOf(one) }))) : tokensOf(span);
  const toolUseId = span.attributes["gen_ai.tool.call.id"];
  const error = errorOf(span);
  return {
    span,
    kind,
    label: labelOf(span, kind),
    depth,
    children: node.children.length,
    offsetMs: from,
    durationMs: to - from,
    left: at(from),
    width: Math.max(0, at(to) - at(from)),
    ...(usage && usage.input + usage.output > 0 && { tokens: usage }),
    ...(below.length > 0 && { cost: sumCosts(below) }),
    ...(error !== undefined && { error }),
    ...(typeof toolUseId === "string" && { toolUseId }),
    ...(node.orphan && { orphan: true as const }),
    ...(node.skewMs !== undefined && { skewMs: node.skewMs }),
  };
}

function kindOf({ operation, name }: Span): SpanKind {
  if (operation === "invoke_agent") return "agent";
  if (operation === "chat") return "model";
  if (operation === "execute_tool") return "tool";
  return /cycle|loop/.test(operation ?? name) ? "turn" : "other";
}

function labelOf(span: Span, kind: SpanKind): string {
  const { attributes, name } = span;
  const said = {
    agent: attributes["gen_ai.agent.name"],
    model: attributes["gen_ai.request.model"],
    tool: attributes["gen_ai.tool.name"],
    turn: turnOf(span),
    other: undefined,
  }[kind];
  return typeof said === "string" && said !== "" ? said : name;
}

/** The SDK counts turns in its cycle's id: `cycle-2`. */
const turnOf = ({ attributes }: Span): string | undefined => {
  const cycle = attributes["agent_loop.cycle_id"] ?? attributes["event_loop.cycle_id"];
  const number = /(\d+)$/.exec(String(cycle ?? ""))?.[1];
  return number && `Turn ${number}`;
};

function errorOf(span: Span): string | undefined {
  if (span.status === "error") return span.statusMessage || "It failed without saying why.";
  return span.attributes["gen_ai.tool.status"] === "error" ? "The tool failed." : undefined;
}

function tokensOf(span: Span): { input: number; output: number } | undefined {
  const input = numberOf(span, "gen_ai.usage.input_tokens");
  const output = numberOf(span, "gen_ai.usage.output_tokens");
  return input === undefined && output === undefined
    ? undefined
    : { input: input ?? 0, output: output ?? 0 };
}

const numberOf = ({ attributes }: Span, name: string): number | undefined => {
  const value = attributes[name];
  return typeof value === "number" ? value : undefined;
};

const sumTokens = (rows: { tokens?: { input: number; output: number } }[]) =>
  rows.reduce(
    (sum, { tokens }) => ({
      input: sum.input + (tokens?.input ?? 0),
      output: sum.output + (tokens?.output ?? 0),
    }),
    { input: 0, output: 0 },
  );

/** Milliseconds with a precision of a microsecond. */
const msBetween = (from: bigint, ns: string): number =>
  Number((BigInt(ns) - from) / 1_000n) / 1_000;

/** A call that used tokens and has no price could not be priced. */
const sumCosts = (calls: readonly Span[]): Cost =>
  calls.reduce(
    (sum, call) => {
      const nanoUsd = numberOf(call, COST_ATTRIBUTE);
      const { input = 0, output = 0 } = tokensOf(call) ?? {};
      return {
        nanoUsd: sum.nanoUsd + (nanoUsd ?? 0),
        unpriced: sum.unpriced + (nanoUsd === undefined && input + output > 0 ? 1 : 0),
      };
    },
    { nanoUsd: 0, unpriced: 0 },
  );
