"use client";

import { CornerDownLeft, Square, SquareTerminal } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import { BudgetLine } from "@/components/agents/session/budget-panel";
import { ModeSwitch } from "@/components/agents/session/mode-switch";
import { ModelSelect } from "@/components/agents/session/model-select";
import { newRequestKey } from "@/components/agents/session/request-key";
import type { SessionActions } from "@/components/agents/session/use-session-actions";
import { ActionButton } from "@/components/data/action-button";
import { ProblemNote } from "@/components/data/problem-note";
import { useShell } from "@/components/shell/shell-state";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Textarea } from "@/components/ui/input";
import type { Meter } from "@/lib/agents/budget-meters";
import { canSend, canStopRun, canWriteSession, offSentence } from "@/lib/agents/eligibility";
import type { SessionView } from "@/lib/agents/views";
import { whyNot } from "@/lib/platform/eligibility";

const WAITS = "It is sent as soon as the agent is done. Change it or press Escape to keep it back.";

/** Where the owner speaks: a message for the agent, or a command for the sandbox without the model. */
export function Composer({
  view,
  meters,
  actions,
  sentCount,
  stale,
}: {
  view: Omit<SessionView, "entries">;
  meters: Meter[];
  actions: SessionActions;
  /** How often something was sent: then the box is emptied. */
  sentCount: number;
  stale: boolean;
}) {
  const { person } = useShell();
  const { session, switchedOff: off } = view;
  const whyId = useId();
  const box = useRef<HTMLTextAreaElement>(null);
  const key = useRef<string>(undefined);
  const [text, setText] = useState("");
  const [shell, setShell] = useState(false);
  /** Sent with Enter while the agent was at work. */
  const [waits, setWaits] = useState(false);
  // What was sent is no draft any more.
  useEffect(() => {
    if (sentCount === 0) return;
    setText("");
    key.current = undefined;
  }, [sentCount]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the box is as high as its text
  useLayoutEffect(() => {
    const area = box.current;
    if (!area) return;
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight + 2, 200)}px`;
  }, [text, shell]);

  const staleWhy = stale ? "The connection was lost; wait until it is back." : undefined;
  const may = whyNot(canWriteSession(session, person));
  const whySend = staleWhy ?? whyNot(canSend(session, person, off));
  const whyCommand = staleWhy ?? may ?? (off && offSentence(off));
  const why = shell ? whyCommand : whySend;
  const running = session.state === "running" || session.state === "waiting";
  const sender = shell ? actions.command : actions.send;
  const problem = [actions.send, actions.command, actions.stop, actions.mode, actions.model].find(
    (each) => each.problem,
  )?.problem;

  // The page may hear a moment late that the agent is done: what was sent meanwhile must not be lost.
  const mayWait =
    !shell && session.state === "running" && may === undefined && !off && staleWhy === undefined;
  const submit = () => {
    const said = text.trim();
    if (said === "" || sender.pending) return;
    if (mayWait) setWaits(true);
    if (why !== undefined) return;
    if (shell) actions.command.run({ sessionId: session.id, command: said });
    else {
      key.current ??= newRequestKey();
      actions.send.run({ sessionId: session.id, message: said, requestKey: key.current });
    }
  };
  useEffect(() => {
    if (!waits || session.state === "running" || session.state === "waiting") return;
    setWaits(false);
    // After a failure a person looks first.
    if (session.state === "idle") submit();
  });
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape" && waits) setWaits(false);
    else if (event.key === "Backspace" && shell && text === "") setShell(false);
    else if (event.key === "!" && text === "" && !shell) {
      event.preventDefault();
      setShell(true);
    }
  };
  // On a phone what waits needs the room; nothing can be said meanwhile anyway.
  const asked = session.state === "waiting" && !shell;
  const label = shell ? "Command, without the model" : "Message";
  return (
    <div className="grid max-w-[56rem] gap-2 border-t pt-2">
      {problem ? <ProblemNote problem={problem} /> : null}
      <div className={cn("relative", asked && "max-md:hidden")}>
        {shell ? (
          <span
            aria-hidden="true"
            className="absolute top-2 left-2.5 font-mono text-meta text-muted"
          >
            $
          </span>
        ) : null}
        <Textarea
          ref={box}
          aria-label={label}
          aria-describedby={why ? whyId : undefined}
          placeholder={
            shell
              ? "A command in this session's sandbox; the model does not see it run"
              : "Ask, or say what to do. ! runs a command."
          }
          value={text}
          rows={2}
          dir="auto"
          spellCheck={!shell}
          onChange={(event) => {
            setText(event.target.value);
            setWaits(false);
          }}
          onKeyDown={keys}
          className={cn("block resize-none py-2", shell && "bg-raised pl-6 font-mono text-meta")}
        />
      </div>
      <p id={whyId} aria-live="polite" className="text-meta text-muted empty:hidden">
        {waits ? WAITS : why}
      </p>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          size="sm"
          variant="ghost"
          aria-pressed={shell}
          data-tip="Run a command without the model (!)"
          onClick={() => {
            setShell(!shell);
            // It was to be a message; as a command it would run unasked.
            setWaits(false);
            box.current?.focus();
          }}
          className={cn("border-line", shell && "border-line-strong bg-selected")}
        >
          <SquareTerminal aria-hidden="true" className="size-4" />
          Command
        </Button>
        <span className={cn("contents", asked && "max-md:hidden")}>
          <ModeSwitch
            value={session.mode}
            disabledWhy={
              may ??
              (session.state === "running" ? "It is at work; switch when it is done." : undefined)
            }
            onChange={(mode) => actions.mode.run({ sessionId: session.id, mode })}
          />
          <ModelSelect
            value={session.model}
            models={view.models}
            disabledWhy={may}
            onChange={({ provider, modelId }) =>
              actions.model.run({ sessionId: session.id, model: { provider, modelId } })
            }
          />
        </span>
        <span className="max-sm:hidden xl:hidden">
          <BudgetLine meters={meters} />
        </span>
        <span className="ml-auto flex gap-2">
          {running ? (
            <ActionButton
              variant="danger"
              pending={actions.stop.pending}
              disabledWhy={whyNot(canStopRun(session, person))}
              onPress={() => actions.stop.run({ sessionId: session.id })}
            >
              <Square aria-hidden="true" className="size-3.5" /> Stop
            </ActionButton>
          ) : null}
          {running && !shell ? null : (
            <ActionButton
              variant="primary"
              pending={sender.pending}
              disabledWhy={why ?? (text.trim() === "" ? "Write something first." : undefined)}
              onPress={submit}
            >
              {shell ? "Run" : "Send"}
              <CornerDownLeft aria-hidden="true" className="size-3.5" />
            </ActionButton>
          )}
        </span>
      </div>
    </div>
  );
}
