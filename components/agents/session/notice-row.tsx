import { memo, type ReactNode } from "react";
import { Foreign } from "@/components/data/foreign";
import { StatusIcon } from "@/components/data/status-icon";
import { TextLink } from "@/components/data/text-link";
import { Timestamp } from "@/components/data/timestamp";
import type { NoticeEvent } from "@/lib/agents/conversation";
import { plural } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";
import type { Tone } from "@/lib/platform/status";

/** Something that happened beside the messages, in a sentence. */
export const NoticeRow = memo(function NoticeRow({
  event,
  at,
}: {
  event: NoticeEvent;
  at: string;
}) {
  const { tone, words, more } = told(event);
  return (
    <div className="flex min-w-0 items-start gap-2 text-meta text-muted">
      <StatusIcon tone={tone} className="mt-px size-3.5" />
      <div className="min-w-0">
        <p className={tone === "failed" ? "text-failed" : undefined}>
          {words} <Timestamp at={at} className="text-muted" />
        </p>
        {more}
      </div>
    </div>
  );
});

function told(event: NoticeEvent): { tone: Tone; words: ReactNode; more?: ReactNode } {
  if ("x_run" in event)
    return { tone: "running", words: "The run was taken up again from its journal." };
  if ("x_problem" in event)
    return {
      tone: event.x_problem.again ? "waiting" : "failed",
      words: <Foreign text={event.x_problem.message} />,
    };
  if ("x_skill" in event)
    return {
      tone: "succeeded",
      words: (
        <>
          Loaded the skill <Foreign text={event.x_skill.name} />.
        </>
      ),
    };
  if ("x_memory" in event) {
    const { phase, texts } = event.x_memory;
    const what = phase === "remembered" ? "Remembered" : "Recalled from earlier sessions";
    return {
      tone: "succeeded",
      words: `${what}: ${plural(texts.length, "note")}.`,
      more: <Texts summary="Read them" texts={texts} />,
    };
  }
  if ("x_context" in event) {
    const { droppedMessages, summary } = event.x_context;
    return {
      tone: "skipped",
      words: `The model no longer sees the first ${plural(droppedMessages, "message")}${summary ? "; a summary stands for them" : ""}.`,
      ...(summary && { more: <Texts summary="Read the summary" texts={[summary]} /> }),
    };
  }
  return { tone: "skipped", words: sessionWords(event.x_session) };
}

function sessionWords(
  change: Extract<NoticeEvent, { x_session: unknown }>["x_session"],
): ReactNode {
  const by = <Foreign text={change.by} />;
  switch (change.change) {
    case "forked":
      return (
        <>
          Forked by {by} from{" "}
          <TextLink href={routes.agentSession(change.from.sessionId)}>another session</TextLink>.
          What is above was copied, and nothing ran again.
        </>
      );
    case "renamed":
      return (
        <>
          Renamed by {by} to “<Foreign text={change.to ?? ""} />
          ”.
        </>
      );
    case "model":
      return (
        <>
          From here on it answers with <Foreign text={change.to ?? "another model"} />, chosen by{" "}
          {by}.
        </>
      );
    case "mode":
      return (
        <>
          {change.to === "plan"
            ? "Plan mode from here on: only tools that read may run"
            : "From here on it may act again"}
          , chosen by {by}.
        </>
      );
    case "shared":
      return <>Shared by {by}: whoever may see agents can read it.</>;
    case "unshared":
      return <>No longer shared, by {by}.</>;
  }
}

function Texts({ summary, texts }: { summary: string; texts: string[] }) {
  return (
    <details>
      <summary className="pointer-coarse:py-3">{summary}</summary>
      <ul className="mt-1 grid list-disc gap-1 pl-4">
        {texts.map((text) => (
          <li key={text} className="whitespace-pre-wrap">
            <Foreign text={text} />
          </li>
        ))}
      </ul>
    </details>
  );
}
