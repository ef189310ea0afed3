"use client";

import { Bot, GitFork, UserRound } from "lucide-react";
import { memo } from "react";
import { CallGroup } from "@/components/agents/session/call-group";
import { MarkdownText } from "@/components/agents/session/markdown-text";
import { useSessionContext } from "@/components/agents/session/session-context";
import { Foreign } from "@/components/data/foreign";
import { StatusIcon } from "@/components/data/status-icon";
import { Timestamp } from "@/components/data/timestamp";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { agentTitle } from "@/lib/agents/call-words";
import type { MessageItem } from "@/lib/agents/conversation";
import { groupBlocks } from "@/lib/agents/conversation-rows";
import { plainText } from "@/lib/platform/plain-text";

/** One message: a person's in a box of its own, the agent's with the calls that it made. */
export const MessageRow = memo(function MessageRow({
  item,
  follows,
}: {
  item: MessageItem;
  /** The agent goes on: its name stands above already. */
  follows: boolean;
}) {
  const { view, fork } = useSessionContext();
  const mine = item.role === "user";
  const name = mine ? view.session.owner.name : agentTitle(view.session.agent);
  const Icon = mine ? UserRound : Bot;
  return (
    <div className={cn("group grid min-w-0 gap-2", mine && "rounded-md bg-raised px-3 py-2")}>
      {follows ? null : (
        <div className="flex min-h-6 items-center gap-2">
          <Icon aria-hidden="true" className="size-4 shrink-0 text-muted" />
          <h2 className="min-w-0 wrap-anywhere">
            <Foreign text={name} />
          </h2>
          <Timestamp at={item.at} className="text-meta text-muted" />
          {fork && mine ? (
            <Button
              variant="ghost"
              size="icon"
              aria-label="Fork after this message"
              data-tip="Fork after this message"
              onClick={() => fork(item.endSeq)}
              className="ml-auto size-6 opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100"
            >
              <GitFork aria-hidden="true" className="size-3.5" />
            </Button>
          ) : null}
        </div>
      )}
      {groupBlocks(item.blocks).map((group, at) =>
        group.kind === "calls" ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: groups of one message are only ever added at the end
          <CallGroup key={at} calls={group.calls} />
        ) : group.block.kind === "reasoning" ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <Reasoning key={at} text={group.block.text} />
        ) : mine ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <p key={at} className="leading-[1.4rem] wrap-anywhere whitespace-pre-wrap">
            <bdi>{plainText(group.block.text)}</bdi>
          </p>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: as above
          <MarkdownText key={at} text={group.block.text} />
        ),
      )}
      {item.state === "streaming" ? (
        <p className="flex items-center gap-2 text-meta text-muted">
          <StatusIcon tone="running" className="size-3.5" />
          {item.blocks.length === 0 ? "Thinking" : "Writing"}
        </p>
      ) : item.state === "interrupted" ? (
        <p className="flex items-center gap-2 text-meta text-muted">
          <StatusIcon tone="stopped" className="size-3.5" />
          Stopped here: this is no whole answer.
        </p>
      ) : null}
    </div>
  );
});

function Reasoning({ text }: { text: string }) {
  return (
    <details className="text-muted">
      <summary className="py-1 text-meta pointer-coarse:py-3">What the model thought</summary>
      <p className="mt-1 border-l-2 pl-3 wrap-anywhere whitespace-pre-wrap">{plainText(text)}</p>
    </details>
  );
}
