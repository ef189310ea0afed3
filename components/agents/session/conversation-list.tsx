"use client";

import { ArrowDown } from "lucide-react";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { CommandRow } from "@/components/agents/session/command-row";
import { MessageRow } from "@/components/agents/session/message-row";
import { NoticeRow } from "@/components/agents/session/notice-row";
import { RunEndRow } from "@/components/agents/session/run-end-row";
import { useScrollEnd } from "@/components/agents/session/use-scroll-end";
import { useTextHighlight } from "@/components/agents/session/use-text-highlight";
import { ScrollArea } from "@/components/data/scroll-area";
import { Button } from "@/components/ui/button";
import type { ConversationRow } from "@/lib/agents/conversation-rows";
import { plural } from "@/lib/platform/format";

/** Rows drawn at first, and added by a press: the end is what people open a session for. */
const FIRST = 30;
const MORE = 100;

/** A row to show, and a call of it; `nonce` so that the same one can be asked for again. */
export interface RowTarget {
  rowKey: string;
  toolUseId?: string | undefined;
  nonce: number;
}

/**
 * The conversation from above, at its end while the reader is there. Older rows are folded until they
 * are asked for, searched for or led to.
 */
export function ConversationList({
  rows,
  query,
  target,
}: {
  rows: readonly ConversationRow[];
  query: string;
  target: RowTarget | undefined;
}) {
  const content = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    scroller.current = frame.current?.querySelector<HTMLElement>("section") ?? null;
  }, []);
  const [from, setFrom] = useState(() => Math.max(0, rows.length - FIRST));
  const { atEnd, unseen, toEnd, leave } = useScrollEnd(scroller, content, rows.length);
  useTextHighlight(content, query, rows);

  // Rows that come above must not push down what is being read.
  const heightBefore = useRef<number>(undefined);
  const showEarlier = useCallback(() => {
    heightBefore.current = scroller.current?.scrollHeight;
    setFrom((before) => Math.max(0, before - MORE));
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: more rows above are why it moves
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box && heightBefore.current !== undefined)
      box.scrollTop += box.scrollHeight - heightBefore.current;
    heightBefore.current = undefined;
  }, [from]);

  const targetAt = target ? rows.findIndex(({ key }) => key === target.rowKey) : -1;
  if (targetAt >= 0 && targetAt < from) setFrom(targetAt);
  const nonce = target?.nonce;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the nonce says that it was asked for
  useEffect(() => {
    if (!target || !content.current) return;
    leave();
    const row = [...content.current.querySelectorAll<HTMLElement>("[data-row]")].find(
      ({ dataset }) => dataset.row === target.rowKey,
    );
    const call = [...(row?.querySelectorAll<HTMLElement>("[data-call]") ?? [])].find(
      ({ dataset }) => dataset.call === target.toolUseId,
    );
    // It unfolds in the same commit, so its place is known in the next frame.
    const shown = requestAnimationFrame(() =>
      (call ?? row)?.scrollIntoView({ block: call ? "start" : "center" }),
    );
    return () => cancelAnimationFrame(shown);
  }, [nonce]);

  return (
    <div ref={frame} className="relative flex min-h-0 flex-1 flex-col">
      <ScrollArea
        label="Conversation"
        className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain outline-offset-[-2px]"
      >
        <div ref={content} className="grid max-w-[56rem] gap-4 py-3 pr-3">
          {from > 0 ? (
            <Button variant="ghost" className="justify-self-start" onClick={showEarlier}>
              Show {plural(Math.min(MORE, from), "earlier entry", "earlier entries")}
            </Button>
          ) : null}
          {rows.slice(from).map((row, at) => (
            <div key={row.key} data-row={row.key} className="group/row min-w-0 scroll-mt-3">
              <Row row={row} before={rows[from + at - 1]} />
            </div>
          ))}
        </div>
      </ScrollArea>
      {atEnd ? null : (
        <Button
          className="absolute bottom-2 left-1/2 -translate-x-1/2 rounded-full"
          onClick={toEnd}
        >
          <ArrowDown aria-hidden="true" className="size-4" />
          {unseen > 0 ? `${unseen} new` : "To the end"}
        </Button>
      )}
    </div>
  );
}

function Row({ row, before }: { row: ConversationRow; before: ConversationRow | undefined }) {
  switch (row.kind) {
    case "message":
      return (
        <MessageRow
          item={row.item}
          follows={
            row.item.role === "assistant" &&
            before?.kind === "message" &&
            before.item.role === "assistant"
          }
        />
      );
    case "command":
      return <CommandRow item={row.item} />;
    case "notice":
      return <NoticeRow event={row.event} at={row.at} />;
    case "run-end":
      return <RunEndRow run={row.run} ended={row.ended} />;
  }
}
