import type {
  Block,
  CallBlock,
  Conversation,
  ConversationItem,
  ConversationRun,
  MessageItem,
  NoticeEvent,
} from "./conversation";

/** A conversation as it stands on the screen, from above. */
export type ConversationRow =
  | { key: string; kind: "message"; item: MessageItem }
  | { key: string; kind: "command"; item: Extract<ConversationItem, { kind: "command" }> }
  | { key: string; kind: "notice"; seq: number; at: string; event: NoticeEvent }
  /** A run's end, with what it used; `last`: nothing of this run comes after it. */
  | { key: string; kind: "run-end"; seq: number; at: string; run: ConversationRun; ended: RunEnd };

type Ended = Extract<Extract<NoticeEvent, { x_run: unknown }>["x_run"], { phase: "ended" }>;
export type RunEnd = Pick<Ended, "stopReason"> & { problem?: string };

/**
 * Rows in order. A message that broke off is left out, and so are the pauses of a run that went on:
 * what it waited for stands with its call.
 */
export function conversationRows({ items, runs }: Conversation): ConversationRow[] {
  const rows: ConversationRow[] = [];
  const byId = new Map(runs.map((run) => [run.runId, run]));
  const lastOfRun = new Map<string | undefined, number>();
  items.forEach((item, at) => {
    if (item.runId) lastOfRun.set(item.runId, at);
  });
  items.forEach((item, at) => {
    const run = item.runId ? byId.get(item.runId) : undefined;
    if (item.kind === "command") rows.push({ key: `${item.seq}`, kind: "command", item });
    else if (item.kind === "message") {
      if (item.state !== "dropped" && (item.blocks.length > 0 || item.state === "streaming"))
        rows.push({ key: `${item.seq}`, kind: "message", item });
    } else if ("x_run" in item.event) {
      const told = item.event.x_run;
      const over = lastOfRun.get(item.runId) === at;
      if (told.phase === "ended" && run && over)
        rows.push(endRow(item.seq, item.at, run, { ...told }));
      else if (told.phase === "resumed" && !continues(items, at))
        rows.push({
          key: `${item.seq}`,
          kind: "notice",
          seq: item.seq,
          at: item.at,
          event: item.event,
        });
    } else
      rows.push({
        key: `${item.seq}`,
        kind: "notice",
        seq: item.seq,
        at: item.at,
        event: item.event,
      });
    if (
      run?.endedAt &&
      run.stopReason === "end_turn" &&
      lastOfRun.get(item.runId) === at &&
      !(item.kind === "notice" && "x_run" in item.event && item.event.x_run.phase === "ended")
    )
      rows.push(endRow(item.endSeq, run.endedAt, run, { stopReason: run.stopReason }));
  });
  return rows;
}

/** It went on after a pause for a person, which is no event of its own. */
const continues = (items: readonly ConversationItem[], at: number): boolean => {
  const before = items.slice(0, at).findLast(({ runId }) => runId === items[at]?.runId);
  return (
    before?.kind === "notice" &&
    "x_run" in before.event &&
    before.event.x_run.phase === "ended" &&
    ["interrupted", "tool_use"].includes(before.event.x_run.stopReason)
  );
};

const endRow = (seq: number, at: string, run: ConversationRun, ended: RunEnd): ConversationRow => ({
  key: `end-${seq}`,
  kind: "run-end",
  seq,
  at,
  run,
  ended,
});

/** Neighbouring calls of one message stand together: they were asked for at once. */
export type BlockGroup =
  | { kind: "text"; block: Exclude<Block, CallBlock> }
  | { kind: "calls"; calls: CallBlock[] };

export function groupBlocks(blocks: readonly Block[]): BlockGroup[] {
  const groups: BlockGroup[] = [];
  for (const block of blocks) {
    const last = groups.at(-1);
    if (block.kind !== "tool") groups.push({ kind: "text", block });
    else if (last?.kind === "calls") last.calls.push(block);
    else groups.push({ kind: "calls", calls: [block] });
  }
  return groups;
}
