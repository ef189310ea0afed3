import type { JournalEntry } from "./events";

/**
 * The last line, at most `seq`, after which nothing is half done: no message under way, no call without
 * a result, no command at work. 0 when there is none. Entries from the first, in order.
 */
export function forkPoint(entries: readonly JournalEntry[], seq: number): number {
  let point = 0;
  let inMessage = false;
  let asked: string[] = [];
  const open = new Set<string>();
  for (const { seq: at, event } of entries) {
    if (at > seq) break;
    if ("messageStart" in event) {
      inMessage = true;
      asked = [];
    } else if ("contentBlockStart" in event) {
      const call = event.contentBlockStart.start?.toolUse;
      if (call) asked.push(call.toolUseId);
      const result = event.contentBlockStart.start?.toolResult;
      if (result) open.delete(result.toolUseId);
    } else if ("messageStop" in event) {
      inMessage = false;
      for (const id of asked) open.add(id);
      asked = [];
    } else if ("x_tool" in event) {
      const { phase, toolUseId } = event.x_tool;
      if (phase === "finished" || phase === "unknown") open.delete(toolUseId);
    } else if ("x_command" in event) {
      const { phase, id } = event.x_command;
      if (phase === "started") open.add(id);
      if (phase === "finished") open.delete(id);
    }
    if (!inMessage && open.size === 0) point = at;
  }
  return point;
}
