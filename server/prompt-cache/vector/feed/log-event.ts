import "server-only";

/** What a namespace's log says of an entry. */
export interface LogEvent {
  kind: "add" | "del";
  entryId: string;
}

/** Fields of one stream entry, `add id` or `del id`, any number of them; other words are left for later versions. */
export function parseEvents(fields: string[]): LogEvent[] {
  const events: LogEvent[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [kind, entryId] = [fields[at], fields[at + 1]];
    if ((kind === "add" || kind === "del") && entryId) events.push({ kind, entryId });
  }
  return events;
}
