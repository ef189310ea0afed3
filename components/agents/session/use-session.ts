"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import type { StreamState } from "@/components/agents/session/session-stream";
import { useSessionStream } from "@/components/agents/session/use-session-stream";
import { ProblemError, readResult } from "@/components/data/read-result";
import type { Conversation } from "@/lib/agents/conversation";
import type { JournalEntry } from "@/lib/agents/events";
import { applyEntries, foldConversation } from "@/lib/agents/fold-conversation";
import { agentKeys } from "@/lib/agents/keys";
import { sessionReadUrls } from "@/lib/agents/read-urls";
import type { SessionView } from "@/lib/agents/views";
import type { Problem } from "@/lib/platform/result";

/** Events of one moment are read after once, together. */
const GATHER_MS = 120;
/** Nothing is to come: an outage ends by itself, and so does what it left. */
const RETRY_MS = 5_000;
/** The journal tells of an end a moment before the session is let go of. */
const BEHIND_MS = 700;

export interface OpenSession {
  /** Without its entries: those are in `conversation`. */
  view: Omit<SessionView, "entries">;
  conversation: Conversation;
  stream: StreamState;
  /** When the journal was heard of last, once it was cut. */
  heardAt: string | undefined;
  problem?: Problem;
  retry: () => void;
}

/** One session, followed: its journal by the stream, and what stands beside it read anew when that says so. */
export function useSession(id: string, initial: SessionView): OpenSession {
  const client = useQueryClient();
  const [conversation, setConversation] = useState(() => foldConversation(initial.entries));
  const cursor = useRef(conversation.lastSeq);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(conversation);
  latest.current = conversation;
  const take = useCallback((entries: readonly JournalEntry[]) => {
    const last = entries.at(-1);
    if (!last || last.seq <= cursor.current) return;
    cursor.current = last.seq;
    setConversation((before) => applyEntries(before, entries));
  }, []);
  const { data, error, refetch } = useQuery<SessionView>({
    queryKey: agentKeys.session(id),
    queryFn: ({ signal }) =>
      readResult<SessionView>(sessionReadUrls.session(id, cursor.current), signal),
    initialData: initial,
    // The server has just rendered it; from then on the journal says when it is old.
    staleTime: Number.POSITIVE_INFINITY,
    refetchInterval: ({ state }) =>
      state.error
        ? RETRY_MS
        : state.data && isBehind(state.data, latest.current)
          ? BEHIND_MS
          : false,
  });
  const readSoon = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      void client.invalidateQueries({ queryKey: agentKeys.session(id), exact: true });
    }, GATHER_MS);
  }, [client, id]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const stream = useSessionStream(id, {
    cursor: () => cursor.current,
    onEntries: (entries) => {
      take(entries);
      if (entries.some(changesView)) readSoon();
    },
  });
  // After a gap the journal alone does not tell what became of approvals and switches.
  const { state } = stream;
  const gap = useRef(false);
  useEffect(() => {
    if (state === "reconnecting" || state === "paused") gap.current = true;
    else if (state === "live" && gap.current) {
      gap.current = false;
      readSoon();
    }
  }, [state, readSoon]);
  return {
    view: data,
    conversation,
    stream: stream.state,
    heardAt: stream.heardAt,
    ...(error instanceof ProblemError ? { problem: error.problem } : {}),
    retry: () => void refetch(),
  };
}

/** The session says that it is at work and the journal that it is not, or the other way round. */
function isBehind({ session }: Pick<SessionView, "session">, { runs }: Conversation): boolean {
  const run = runs.at(-1);
  return run !== undefined && (run.endedAt === undefined) !== (session.state === "running");
}

const DECIDES: readonly string[] = ["waiting", "approved", "denied", "expired", "finished"];

/** Whether title, state, budget or approvals may be others after this. */
function changesView({ event }: JournalEntry): boolean {
  if ("x_tool" in event) return DECIDES.includes(event.x_tool.phase);
  return "x_run" in event || "x_session" in event || "metadata" in event;
}
