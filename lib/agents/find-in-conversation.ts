import type { CallBlock } from "./conversation";
import type { ConversationRow } from "./conversation-rows";

/** Where a search matched: the row, and the call within it that must be unfolded. */
export interface Found {
  rowKey: string;
  toolUseId?: string;
}

/** Rows, and calls of them, that hold the text; upper and lower case alike, in the order of reading. */
export function findInConversation(rows: readonly ConversationRow[], query: string): Found[] {
  const wanted = query.trim().toLowerCase();
  if (wanted.length === 0) return [];
  const holds = (text: string): boolean => text.toLowerCase().includes(wanted);
  return rows.flatMap((row): Found[] => {
    const { key: rowKey } = row;
    if (row.kind === "command")
      return holds(`${row.item.command}\n${joined(row.item.output)}`) ? [{ rowKey }] : [];
    if (row.kind === "run-end") return holds(row.ended.problem ?? "") ? [{ rowKey }] : [];
    if (row.kind === "notice") return holds(JSON.stringify(row.event)) ? [{ rowKey }] : [];
    return row.item.blocks.flatMap((block): Found[] => {
      if (block.kind === "tool")
        return holds(textOfCall(block)) ? [{ rowKey, toolUseId: block.toolUseId }] : [];
      return block.kind === "text" && holds(block.text) ? [{ rowKey }] : [];
    });
  });
}

const joined = (parts: readonly { text: string }[]): string =>
  parts.map(({ text }) => text).join("");

/** All that a call's card can show. */
function textOfCall(call: CallBlock): string {
  const result = (call.result?.content ?? []).map((part) =>
    part.text !== undefined
      ? part.text
      : part.json !== undefined
        ? JSON.stringify(part.json)
        : (part.x_picture?.path ?? ""),
  );
  return [call.name, call.inputText, joined(call.output), ...result].join("\n");
}
