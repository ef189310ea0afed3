"use client";

import { type MouseEvent, useRef } from "react";
import { StatusIcon } from "@/components/data/status-icon";
import { Elapsed, Timestamp } from "@/components/data/timestamp";
import { useListKeys } from "@/components/data/use-list-keys";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import type { InboxRow } from "@/lib/inbox/keep-gone";
import { plural } from "@/lib/platform/format";
import { plainText } from "@/lib/platform/plain-text";
import { routes } from "@/lib/platform/routes";

/** Everything that waits, oldest deadline first. j/k move, Enter opens. */
export function InboxList({
  rows,
  selected,
  arrived,
  onShowArrived,
  onSelect,
  onBusy,
}: {
  rows: InboxRow[];
  selected: string | undefined;
  arrived: number;
  onShowArrived: () => void;
  onSelect: (id: string) => void;
  /** Pointer or focus is in the list: it must hold still. */
  onBusy: (busy: boolean) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  useListKeys(list);
  const open = (event: MouseEvent, id: string) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onSelect(id);
  };
  return (
    <div
      ref={list}
      className="min-w-0 self-start rounded-md border"
      onPointerEnter={(event) => event.pointerType === "mouse" && onBusy(true)}
      onPointerLeave={() => onBusy(false)}
    >
      {arrived > 0 ? (
        <div role="status" className="border-b p-2">
          <Button size="sm" className="w-full" onClick={onShowArrived}>
            {plural(arrived, "new item")}: show
          </Button>
        </div>
      ) : null}
      <ul aria-label="Waits on a person">
        {rows.map(({ item, gone, decided }) => (
          <li key={item.id} className="border-t first:border-t-0">
            <a
              href={routes.inbox(item.id)}
              data-list-row=""
              aria-current={selected === item.id ? "true" : undefined}
              onClick={(event) => open(event, item.id)}
              className={cn(
                "flex min-h-14 items-start gap-2 px-3 py-2 -outline-offset-2 hover:bg-hover aria-[current]:xl:bg-selected",
                gone && "text-muted",
              )}
            >
              <StatusIcon
                tone={decided ? "succeeded" : gone ? "stopped" : "waiting"}
                className="mt-0.5"
              />
              <span className="min-w-0 flex-1">
                <bdi className="line-clamp-2 font-medium wrap-anywhere">
                  {plainText(item.title)}
                </bdi>
                <bdi className="line-clamp-1 text-meta text-muted wrap-anywhere">{item.place}</bdi>
                <span className="block text-meta text-muted">
                  {gone ? (
                    (decided ?? "No longer waits")
                  ) : item.unconfirmed ? (
                    "Not known now whether it still waits"
                  ) : (
                    <>
                      {item.deadline ? (
                        <>
                          Times out <Timestamp at={item.deadline} focusable={false} />
                        </>
                      ) : (
                        "No deadline"
                      )}
                      {item.waitingSince ? (
                        <>
                          {" · waiting for "}
                          <Elapsed since={item.waitingSince} focusable={false} />
                        </>
                      ) : null}
                    </>
                  )}
                </span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
