"use client";

import { useEffect, useState } from "react";
import { ApprovalPreview } from "@/components/agents/session/approval-preview";
import { useRead } from "@/components/data/use-read";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import type { EffectPreview } from "@/lib/agents/approval";
import { sessionReadUrls } from "@/lib/agents/read-urls";

/** After the last key, until the server is asked what it would do. */
const TYPING_MS = 400;
/** Longer ones are checked when they are approved: a preview's address has no room for them. */
const LONGEST = 4_000;

/** The arguments as JSON, to be changed; what is wrong with them is said with its line, else what they would do. */
export function EditArguments({
  approvalId,
  value,
  onChange,
  problem,
  tried,
}: {
  approvalId: string;
  value: string;
  onChange: (text: string) => void;
  problem: string | undefined;
  tried: boolean;
}) {
  // What is half typed is no mistake yet; that nothing was changed is said on the try.
  const shown = problem && (tried || /^Line/.test(problem)) ? problem : undefined;
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), TYPING_MS);
    return () => clearTimeout(timer);
  }, [value]);
  const asks = !problem && settled === value && value.length <= LONGEST;
  const read = useRead<{ preview: EffectPreview }>(
    ["agents", "edited", approvalId, settled],
    sessionReadUrls.edited(approvalId, settled),
    { enabled: asks },
  );
  const refused = asks && read.state === "error" ? read.problem?.message : undefined;
  const error = shown ?? refused;
  return (
    <>
      <Field label="Arguments" hint="JSON, as the tool takes it." {...(error ? { error } : {})}>
        <Textarea
          value={value}
          onChange={(event) => onChange(event.target.value)}
          rows={Math.min(16, Math.max(5, value.split("\n").length + 1))}
          spellCheck={false}
          className="font-mono text-meta"
          data-autofocus=""
        />
      </Field>
      {problem || refused ? null : (
        <section
          aria-label="What it would do now"
          aria-live="polite"
          className="grid gap-1 rounded-md border p-3"
        >
          <p className="text-meta text-muted">With these arguments</p>
          {value.length > LONGEST ? (
            <p>They are checked when you approve them; they are too long to be tried before.</p>
          ) : asks && read.data && !read.placeholder ? (
            <ApprovalPreview preview={read.data.preview} />
          ) : (
            <Skeleton className="h-12" />
          )}
        </section>
      )}
    </>
  );
}
