import { CallCard } from "@/components/agents/session/call-card";
import type { CallBlock } from "@/lib/agents/conversation";
import { plural } from "@/lib/platform/format";

/** The calls of one turn, one under the other; what was asked for at once stands together. */
export function CallGroup({ calls }: { calls: CallBlock[] }) {
  return (
    <section
      aria-label={calls.length > 1 ? plural(calls.length, "tool call") : "Tool call"}
      className="min-w-0 rounded-md border"
    >
      {calls.length > 1 ? (
        <p className="border-b px-3 py-1 text-meta text-muted">
          {plural(calls.length, "call")} at once
        </p>
      ) : null}
      <ul className="divide-y">
        {calls.map((call) => (
          <li key={call.toolUseId}>
            <CallCard call={call} />
          </li>
        ))}
      </ul>
    </section>
  );
}
