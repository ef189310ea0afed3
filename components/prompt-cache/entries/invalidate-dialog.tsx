"use client";

import { useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { ProblemNote } from "@/components/data/problem-note";
import { useServerAction } from "@/components/data/use-server-action";
import { cacheReads } from "@/components/prompt-cache/parts/cache-reads";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input, Select } from "@/components/ui/input";
import { plural } from "@/lib/platform/format";
import type { Invalidated } from "@/lib/prompt-cache/entry";
import {
  AGE_UNITS,
  type AgeUnit,
  countedSentence,
  type InvalidateForm,
  invalidateInput,
  NOTHING_CHOSEN,
} from "@/lib/prompt-cache/invalidate-form";
import { invalidateAction } from "@/server/prompt-cache/actions";
import type { Known } from "./manage-entries";

/** Throws many answers away. First it counts, and only what was counted can then be removed. */
export function InvalidateDialog({
  namespace,
  known,
  onClose,
}: {
  namespace: string | undefined;
  known: Known;
  onClose: () => void;
}) {
  const [form, setForm] = useState<InvalidateForm>({
    ...NOTHING_CHOSEN,
    namespace: namespace ?? "",
  });
  const [counted, setCounted] = useState<{ of: string; told: Invalidated }>();
  const input = invalidateInput(form);
  const asked = JSON.stringify(input.ok ? input.value : undefined);
  const action = useServerAction({
    action: invalidateAction,
    reads: cacheReads("entries", "entry", "namespaces"),
    onSettled: (told, given) => {
      if (!told) onClose();
      else if (told.dryRun) setCounted({ of: JSON.stringify({ ...given, dryRun: false }), told });
    },
  });
  const removal = useServerAction({
    action: invalidateAction,
    said: ({ matched }) => `Removed ${plural(matched, "entry", "entries")}.`,
    reads: cacheReads("entries", "entry", "namespaces"),
    onSettled: onClose,
  });
  const found = counted !== undefined && counted.of === asked ? counted.told : undefined;
  const change = (part: Partial<InvalidateForm>) => setForm({ ...form, ...part });
  const problem = action.problem ?? removal.problem;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Invalidate entries"
      description="What is removed is asked of the model again, and paid for again."
    >
      <div className="grid gap-3">
        <Field label="Namespace">
          <Select
            data-autofocus=""
            value={form.namespace}
            onChange={(event) => change({ namespace: event.target.value })}
          >
            <option value="">Choose one</option>
            {known.namespaces.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </Select>
        </Field>
        <fieldset className="grid gap-1">
          <legend className="mb-1 text-meta font-medium">What</legend>
          {(
            [
              ["some", "What fits all of these"],
              ["everything", "Everything in the namespace"],
            ] as const
          ).map(([value, label]) => (
            <label key={value} className="flex min-h-6 items-center gap-2 pointer-coarse:min-h-11">
              <input
                type="radio"
                name="what"
                className="accent-(--accent)"
                checked={form.what === value}
                onChange={() => change({ what: value })}
              />
              {label}
            </label>
          ))}
        </fieldset>
        {form.what === "everything" ? (
          <p className="text-muted">
            A new generation begins: from that moment on, nothing stored before is served.
          </p>
        ) : (
          <Conditions form={form} models={known.models} change={change} />
        )}
        <p role="status" className="min-h-5 font-medium">
          {found ? countedSentence(found) : ""}
        </p>
        {problem ? <ProblemNote problem={problem} /> : null}
      </div>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <ActionButton
          pending={action.pending}
          disabledWhy={input.ok ? undefined : input.why}
          onPress={() => input.ok && action.run({ ...input.value, dryRun: true })}
        >
          Count
        </ActionButton>
        <ActionButton
          variant="danger"
          pending={removal.pending}
          disabledWhy={
            !found
              ? "Count first."
              : found.matched === 0
                ? "Nothing fits, so nothing is removed."
                : undefined
          }
          onPress={() => input.ok && removal.run(input.value)}
        >
          {found ? `Remove ${plural(found.matched, "entry", "entries")}` : "Remove"}
        </ActionButton>
      </DialogFooter>
    </Dialog>
  );
}

function Conditions({
  form,
  models,
  change,
}: {
  form: InvalidateForm;
  models: readonly string[];
  change: (part: Partial<InvalidateForm>) => void;
}) {
  return (
    <>
      <Field label="Model">
        <Select value={form.model} onChange={(event) => change({ model: event.target.value })}>
          <option value="">Any model</option>
          {models.map((model) => (
            <option key={model}>{model}</option>
          ))}
        </Select>
      </Field>
      <div className="grid grid-cols-2 items-start gap-2">
        <Field label="Older than">
          <Input
            inputMode="numeric"
            placeholder="Any age"
            value={form.age}
            onChange={(event) => change({ age: event.target.value })}
          />
        </Field>
        <Field label="Unit">
          <Select
            value={form.unit}
            onChange={(event) => change({ unit: event.target.value as AgeUnit })}
          >
            {(Object.keys(AGE_UNITS) as AgeUnit[]).map((unit) => (
              <option key={unit}>{unit}</option>
            ))}
          </Select>
        </Field>
      </div>
      <Field
        label="Prompt matches"
        hint="* stands for anything; upper and lower case are the same."
      >
        <Input
          placeholder="*refund*"
          value={form.pattern}
          onChange={(event) => change({ pattern: event.target.value })}
        />
      </Field>
    </>
  );
}
