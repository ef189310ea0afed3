"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { ProblemNote } from "@/components/data/problem-note";
import { useServerAction } from "@/components/data/use-server-action";
import { cacheReads } from "@/components/prompt-cache/parts/cache-reads";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input, Select, Textarea } from "@/components/ui/input";
import { formatCount, plural } from "@/lib/platform/format";
import { WARM_UP_LINES } from "@/lib/prompt-cache/warm-up";
import { warmUpAction } from "@/server/prompt-cache/actions";
import type { Known } from "./manage-entries";
import { useWarmUp } from "./use-warm-up";
import { WarmUpState } from "./warm-up-state";

const EXAMPLE = `{"prompt": "What is your refund policy?"}
{"prompt": "How do I reset my password?", "response": "Open Settings…"}`;
/** A field with megabytes in it makes the page slow. */
const SHOWN_CHARS = 200_000;

const linesIn = (text: string): number => text.split("\n").filter((line) => line.trim()).length;

/** Stores answers before they are asked for; how far it is stays visible while it runs. */
export function WarmUpDialog({
  namespace: given,
  known,
  onClose,
}: {
  namespace: string | undefined;
  known: Known;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const [namespace, setNamespace] = useState(given ?? "");
  const [lines, setLines] = useState("");
  const progress = useWarmUp(namespace);
  const action = useServerAction({
    action: warmUpAction,
    reads: cacheReads("warm-up"),
    onSettled: (begun) => {
      if (begun) client.setQueryData(["prompt-cache", "warm-up", begun.namespace], begun);
      else onClose();
    },
  });
  const count = linesIn(lines);
  const running = progress?.state === "running";
  const why = !namespace
    ? "Choose a namespace."
    : running
      ? "One warm-up of a namespace runs at a time."
      : count === 0
        ? "Paste lines, or choose a file."
        : count > WARM_UP_LINES
          ? `At most ${formatCount(WARM_UP_LINES)} lines at once.`
          : undefined;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Warm up a namespace"
      description="Lines with a response are stored as they stand; the others are asked of the model, and paid for."
    >
      <div className="grid gap-3">
        <Field label="Namespace">
          <Select
            data-autofocus=""
            value={namespace}
            onChange={(event) => setNamespace(event.target.value)}
          >
            <option value="">Choose one</option>
            {known.namespaces.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        </Field>
        <Field label="File">
          <Input
            type="file"
            accept=".jsonl,.ndjson,.json,.txt"
            className="py-1 file:mr-2 file:border-0 file:bg-transparent file:text-meta file:font-medium"
            onChange={(event) => void event.target.files?.[0]?.text().then(setLines)}
          />
        </Field>
        <Field
          label="JSON lines"
          hint={
            count === 0
              ? "One per line: prompt, and if you like system, modelId, response."
              : plural(count, "line")
          }
        >
          {lines.length > SHOWN_CHARS ? (
            <Input readOnly value="Too much to show here; it is taken as it is." />
          ) : (
            <Textarea
              rows={6}
              spellCheck={false}
              placeholder={EXAMPLE}
              className="font-mono text-meta"
              value={lines}
              onChange={(event) => setLines(event.target.value)}
            />
          )}
        </Field>
        {progress ? <WarmUpState progress={progress} /> : null}
        {action.problem ? <ProblemNote problem={action.problem} /> : null}
      </div>
      <DialogFooter>
        <Button onClick={onClose}>Close</Button>
        <ActionButton
          variant="primary"
          pending={action.pending}
          disabledWhy={why}
          onPress={() => action.run({ namespace, lines })}
        >
          Warm up
        </ActionButton>
      </DialogFooter>
    </Dialog>
  );
}
