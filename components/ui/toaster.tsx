"use client";

import { CircleCheck, Info, OctagonX, X } from "lucide-react";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { cn } from "@/components/ui/cn";
import { type Notice, noticeStore } from "@/components/ui/toast";

const NONE: readonly Notice[] = [];
const SHOWN_MS = 6000;

/** The page's notices, newest first. */
export const useNotices = (): readonly Notice[] =>
  useSyncExternalStore(noticeStore.subscribe, noticeStore.read, () => NONE);

/** Toasts, bottom right (top on a phone, where the bottom holds the decision bar). */
export function Toaster() {
  const open = useNotices().filter((notice) => notice.open);
  return (
    <section
      aria-label="Notifications"
      aria-live="polite"
      className="pointer-events-none fixed right-4 bottom-4 z-40 grid w-88 max-w-[calc(100vw-2rem)] gap-2 max-sm:top-14 max-sm:bottom-auto"
    >
      {open.slice(0, 4).map((notice) => (
        <Toast key={notice.id} notice={notice} />
      ))}
    </section>
  );
}

function Toast({ notice }: { notice: Notice }) {
  const failed = notice.tone === "failed";
  const held = useRef(false);
  useEffect(() => {
    if (failed) return;
    let timer: ReturnType<typeof setTimeout>;
    const wait = () => {
      timer = setTimeout(() => (held.current ? wait() : noticeStore.close(notice.id)), SHOWN_MS);
    };
    wait();
    return () => clearTimeout(timer);
  }, [failed, notice.id]);
  const Icon = failed ? OctagonX : notice.tone === "succeeded" ? CircleCheck : Info;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: pointer and focus only hold the timer
    <div
      data-boxed=""
      onPointerEnter={() => {
        held.current = true;
      }}
      onPointerLeave={() => {
        held.current = false;
      }}
      onFocus={() => {
        held.current = true;
      }}
      onBlur={() => {
        held.current = false;
      }}
      className={cn(
        "pointer-events-auto flex items-start gap-2 rounded-md border bg-page p-3",
        failed ? "border-failed" : "border-line-strong",
      )}
    >
      <Icon
        aria-hidden="true"
        className={cn(
          "mt-0.5 size-4 shrink-0",
          failed ? "text-failed" : notice.tone === "succeeded" ? "text-succeeded" : "text-muted",
        )}
      />
      <p role={failed ? "alert" : undefined} className="min-w-0 flex-1 break-words">
        {notice.message}
        {notice.ref ? <span className="text-meta text-muted"> · ref {notice.ref}</span> : null}
      </p>
      <button
        type="button"
        aria-label="Close notification"
        onClick={() => noticeStore.close(notice.id)}
        className="-m-1 grid pointer-coarse:-m-3 size-6 shrink-0 place-items-center rounded text-muted hover:text-ink pointer-coarse:size-11"
      >
        <X aria-hidden="true" className="size-4" />
      </button>
    </div>
  );
}
