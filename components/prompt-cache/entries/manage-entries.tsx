"use client";

import { ChevronDown, Download, Flame, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useRef, useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { whyNot } from "@/components/prompt-cache/parts/why-not";
import { useShell } from "@/components/shell/shell-state";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { promptReadUrls } from "@/lib/prompt-cache/read-urls";

const InvalidateDialog = dynamic(
  () => import("./invalidate-dialog").then((module) => module.InvalidateDialog),
  { ssr: false },
);
const WarmUpDialog = dynamic(
  () => import("./warm-up-dialog").then((module) => module.WarmUpDialog),
  { ssr: false },
);

export interface Known {
  namespaces: readonly string[];
  models: readonly string[];
}

/** What an administrator does to many entries at once; who is none sees what it would need. */
export function ManageEntries({
  namespace,
  known,
}: {
  namespace: string | undefined;
  known: Known;
}) {
  const { role } = useShell().person;
  const [open, setOpen] = useState<"invalidate" | "warm-up">();
  const trigger = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  // The menu's item is gone when its dialog closes: focus goes back to what opened the menu.
  useEffect(() => {
    if (open === undefined && wasOpen.current) trigger.current?.focus();
    wasOpen.current = open !== undefined;
  }, [open]);
  const why = whyNot(role, "prompt.manage");
  // Where there is one namespace only, nobody has to choose it.
  const chosen = namespace ?? (known.namespaces.length === 1 ? known.namespaces[0] : undefined);
  if (why !== undefined) return <ActionButton disabledWhy={why}>Manage</ActionButton>;
  return (
    <>
      <DropdownMenu modal={false}>
        <DropdownMenuTrigger asChild>
          <Button ref={trigger}>
            Manage
            <ChevronDown aria-hidden="true" className="size-4" />
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent>
          {chosen ? (
            <DropdownMenuItem asChild>
              <a href={promptReadUrls.exported(chosen)} download>
                <Download aria-hidden="true" className="size-4" />
                Export {chosen}
              </a>
            </DropdownMenuItem>
          ) : (
            <DropdownMenuLabel>To export, choose a namespace</DropdownMenuLabel>
          )}
          <DropdownMenuItem onSelect={() => setOpen("warm-up")}>
            <Flame aria-hidden="true" className="size-4" />
            Warm up…
          </DropdownMenuItem>
          <DropdownMenuSeparator />
          <DropdownMenuItem onSelect={() => setOpen("invalidate")} className="text-failed">
            <Trash2 aria-hidden="true" className="size-4" />
            Invalidate…
          </DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      {open === "invalidate" ? (
        <InvalidateDialog namespace={chosen} known={known} onClose={() => setOpen(undefined)} />
      ) : null}
      {open === "warm-up" ? (
        <WarmUpDialog namespace={chosen} known={known} onClose={() => setOpen(undefined)} />
      ) : null}
    </>
  );
}
