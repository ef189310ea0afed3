"use client";

import { Download } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { whyNot } from "@/components/prompt-cache/parts/why-not";
import { useShell } from "@/components/shell/shell-state";
import { buttonClass } from "@/components/ui/button";
import { promptReadUrls } from "@/lib/prompt-cache/read-urls";

const InvalidateDialog = dynamic(() =>
  import("./invalidate-dialog").then((module) => module.InvalidateDialog),
);
const WarmUpDialog = dynamic(() =>
  import("./warm-up-dialog").then((module) => module.WarmUpDialog),
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
  const why = whyNot(role, "prompt.manage");
  // Where there is one namespace only, nobody has to choose it.
  const chosen = namespace ?? (known.namespaces.length === 1 ? known.namespaces[0] : undefined);
  const exportWhy = why ?? (chosen ? undefined : "Choose a namespace to export.");
  return (
    <div className="flex flex-wrap gap-2 max-sm:w-full max-sm:*:flex-1">
      {exportWhy === undefined && chosen ? (
        <a href={promptReadUrls.exported(chosen)} download className={buttonClass()}>
          <Download aria-hidden="true" className="size-4" />
          Export
        </a>
      ) : (
        <ActionButton disabledWhy={exportWhy}>
          <Download aria-hidden="true" className="size-4" />
          Export
        </ActionButton>
      )}
      <ActionButton disabledWhy={why} onPress={() => setOpen("warm-up")}>
        Warm up…
      </ActionButton>
      <ActionButton disabledWhy={why} onPress={() => setOpen("invalidate")}>
        Invalidate…
      </ActionButton>
      {open === "invalidate" ? (
        <InvalidateDialog namespace={chosen} known={known} onClose={() => setOpen(undefined)} />
      ) : null}
      {open === "warm-up" ? (
        <WarmUpDialog namespace={chosen} known={known} onClose={() => setOpen(undefined)} />
      ) : null}
    </div>
  );
}
