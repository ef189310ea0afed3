"use client";

import { ArgumentList, JsonText, MachineText } from "@/components/agents/session/json-text";
import { LiveOutput } from "@/components/agents/session/live-output";
import { useSessionContext } from "@/components/agents/session/session-context";
import { Foreign } from "@/components/data/foreign";
import { Timestamp } from "@/components/data/timestamp";
import { Button } from "@/components/ui/button";
import { jsonOf } from "@/lib/agents/call-words";
import type { CallBlock } from "@/lib/agents/conversation";
import type { ToolResultPart } from "@/lib/agents/events";

/** All of a call: why it was let run, its arguments, what it wrote and what it gave. */
export function CallDetail({ call, area }: { call: CallBlock; area: string | undefined }) {
  const { openTrace } = useSessionContext();
  const input = call.editedInput ?? call.input;
  return (
    <div className="grid gap-3 px-3 pb-3 pl-[3.25rem] max-sm:pl-3">
      <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1 text-meta text-muted">
        <span>
          Tool <span className="font-mono">{call.name}</span>
          {area ? ` · ${area}` : ""}
        </span>
        {call.startedAt ? (
          <span>
            Began <Timestamp at={call.startedAt} />
          </span>
        ) : null}
        {call.startedAt ? (
          <Button variant="ghost" size="sm" onClick={() => openTrace(call.toolUseId)}>
            Show in the trace
          </Button>
        ) : null}
      </p>
      {call.rule ? (
        <p>
          <Foreign text={call.rule} />
        </p>
      ) : null}
      <Part
        title={call.editedInput === undefined ? "Asked with" : "Ran with, as a person edited it"}
      >
        {input === undefined ? (
          <MachineText text={call.inputText || "…"} label="Arguments so far" />
        ) : (
          <ArgumentList value={input} label="Arguments" />
        )}
      </Part>
      {call.editedInput !== undefined && call.input !== undefined ? (
        <Part title="Before that, the agent asked with">
          <ArgumentList value={call.input} label="Arguments as asked" />
        </Part>
      ) : null}
      {call.output.length > 0 ? (
        <Part title="Output">
          <LiveOutput parts={call.output} label="Output" />
        </Part>
      ) : null}
      {call.result ? (
        <Part title={call.result.status === "error" ? "What went wrong" : "Result"}>
          {call.result.content.map((part, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts of a result keep their order
            <ResultPart key={at} part={part} />
          ))}
        </Part>
      ) : null}
    </div>
  );
}

function Part({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <div className="grid min-w-0 gap-1">
      <p className="text-meta font-medium text-muted">{title}</p>
      {children}
    </div>
  );
}

function ResultPart({ part }: { part: ToolResultPart }) {
  if (part.json !== undefined) return <JsonText value={part.json} label="Result" />;
  if (part.text === undefined) return null;
  const parsed = jsonOf(part.text);
  return parsed === undefined ? (
    <MachineText text={part.text} label="Result" />
  ) : (
    <JsonText value={parsed} label="Result" />
  );
}
