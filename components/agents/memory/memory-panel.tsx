"use client";

import { Trash2 } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { AsyncView } from "@/components/data/async-view";
import { ConfirmDialog } from "@/components/data/confirm-dialog";
import { EmptyState } from "@/components/data/empty-state";
import { Foreign } from "@/components/data/foreign";
import { TextLink } from "@/components/data/text-link";
import { Timestamp } from "@/components/data/timestamp";
import { useRead } from "@/components/data/use-read";
import { useServerAction } from "@/components/data/use-server-action";
import { useUrlState } from "@/components/data/use-url-state";
import { useShell } from "@/components/shell/shell-state";
import { buttonClass } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { agentKeys } from "@/lib/agents/keys";
import type { Memory } from "@/lib/agents/memory";
import { agentReadUrls } from "@/lib/agents/read-urls";
import { plural } from "@/lib/platform/format";
import { leastRole, may } from "@/lib/platform/permissions";
import { plainText } from "@/lib/platform/plain-text";
import { routes } from "@/lib/platform/routes";
import { forgetMemoryAction } from "@/server/agents/actions";

const TYPING_MS = 300;

/** What the agent remembers of one's own work: found by words, each to be forgotten. */
export function MemoryPanel({ agent }: { agent: string }) {
  const url = useUrlState();
  const { person } = useShell();
  const typed = url.get("text") ?? "";
  const [asked, setAsked] = useState(typed.trim());
  const read = useRead<{ memories: Memory[] }>(
    agentKeys.memories(agent, asked),
    agentReadUrls.memories(agent, asked),
  );
  const memories = read.data?.memories ?? [];
  return (
    <div className="grid gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Search
          value={typed}
          onSearch={(text) => {
            url.set({ text: text || null });
            setAsked(text);
          }}
        />
        <p className="text-muted">Yours alone: nobody else sees it, and it orders nothing.</p>
      </div>
      <AsyncView
        state={read.state}
        problem={read.problem}
        onRetry={read.retry}
        skeleton={<Skeleton className="h-60" />}
        isEmpty={read.data !== undefined && memories.length === 0}
        empty={
          asked ? (
            <EmptyState title="It remembers nothing of that">
              The words are looked for in what it kept of your sessions.
            </EmptyState>
          ) : (
            <EmptyState
              title="It remembers nothing of you yet"
              action={
                may(person.role, "agent.use") ? (
                  <Link
                    href={routes.agentsStarting(agent)}
                    prefetch={false}
                    className={buttonClass()}
                  >
                    Tell it something
                  </Link>
                ) : undefined
              }
            >
              It keeps a fact when you tell it to remember one, or when it learns something that
              helps the next time.
            </EmptyState>
          )
        }
      >
        <ul
          aria-label="Memories"
          aria-busy={read.placeholder}
          className="divide-y rounded-md border"
        >
          {memories.map((memory) => (
            <Remembered key={memory.id} memory={memory} reads={agentKeys.memories(agent, asked)} />
          ))}
        </ul>
        <p className="text-meta text-muted">{plural(memories.length, "memory", "memories")}</p>
      </AsyncView>
    </div>
  );
}

function Search({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(value);
  const [timer, setTimer] = useState<ReturnType<typeof setTimeout>>();
  return (
    <search aria-label="Search memories" className="w-72 max-sm:w-full">
      <Input
        type="search"
        aria-label="Search what it remembers"
        placeholder="Search what it remembers"
        value={text}
        onChange={({ target }) => {
          setText(target.value);
          clearTimeout(timer);
          setTimer(setTimeout(() => onSearch(target.value.trim()), TYPING_MS));
        }}
      />
    </search>
  );
}

function Remembered({ memory, reads }: { memory: Memory; reads: readonly unknown[] }) {
  const { person } = useShell();
  const [asked, setAsked] = useState(false);
  const action = useServerAction({
    action: forgetMemoryAction,
    said: ({ message }) => message,
    reads: [reads],
    onSettled: () => setAsked(false),
  });
  const why = may(person.role, "agent.use")
    ? undefined
    : `Needs the role ${leastRole("agent.use")} to use agents; you are ${person.role}.`;
  return (
    <li className="flex items-start gap-3 px-3 py-2">
      <div className="min-w-0 flex-1">
        <p>
          <Foreign text={memory.text} />
        </p>
        <p className="text-meta text-muted">
          <Timestamp at={memory.createdAt} />
          {memory.sessionId ? (
            <>
              {" · "}
              <TextLink href={routes.agentSession(memory.sessionId)}>From a session</TextLink>
            </>
          ) : null}
        </p>
      </div>
      <ActionButton size="sm" variant="ghost" disabledWhy={why} onPress={() => setAsked(true)}>
        <Trash2 aria-hidden="true" className="size-3.5" />
        Forget…
      </ActionButton>
      {asked ? (
        <ConfirmDialog
          title="Forget this?"
          consequence="It is deleted for good; the session that it came from keeps its words."
          confirm="Forget it"
          danger
          pending={action.pending}
          problem={action.problem}
          disabledWhy={why}
          onClose={() => setAsked(false)}
          onConfirm={() => action.run({ memoryId: memory.id })}
        >
          <blockquote className="border-l-2 pl-3">{plainText(memory.text)}</blockquote>
        </ConfirmDialog>
      ) : null}
    </li>
  );
}
