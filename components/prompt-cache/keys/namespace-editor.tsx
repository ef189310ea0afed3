"use client";

import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { ConfirmDialog } from "@/components/data/confirm-dialog";
import { ProblemNote } from "@/components/data/problem-note";
import { Timestamp } from "@/components/data/timestamp";
import { useServerAction } from "@/components/data/use-server-action";
import { cacheReads } from "@/components/prompt-cache/parts/cache-reads";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { plural } from "@/lib/platform/format";
import type { NamespaceRow } from "@/lib/prompt-cache/key";
import {
  NamespaceName,
  NamespaceSettings,
  startsNewGeneration,
} from "@/lib/prompt-cache/namespace";
import { formOf, settingsOf } from "@/lib/prompt-cache/namespace-form";
import { saveNamespaceAction } from "@/server/prompt-cache/actions";
import { NamespaceFields } from "./namespace-fields";

/** Edits a namespace as it was when the form was opened; a change meanwhile is told, not overwritten. */
export function NamespaceEditor({
  row: given,
  onDone,
  onAnew,
}: {
  /** Absent: a new one. */
  row?: NamespaceRow;
  onDone: () => void;
  /** Somebody else changed it: begin again from what is there now. */
  onAnew: () => void;
}) {
  const client = useQueryClient();
  // Reading the list anew must not change the ground under what is being typed.
  const [row] = useState(given);
  const [before] = useState(() => row?.settings ?? NamespaceSettings.parse({}));
  const [form, setForm] = useState(() => formOf(before));
  const [name, setName] = useState("");
  const [asking, setAsking] = useState(false);
  /** What comes next begins from what is kept now. */
  const anew = async (next: () => void) => {
    await client.invalidateQueries({ queryKey: ["prompt-cache", "namespaces"] });
    next();
  };
  const action = useServerAction({
    action: saveNamespaceAction,
    said: ({ message }) => message,
    reads: cacheReads("known", "tuning"),
    onSettled: () => {
      setAsking(false);
      void anew(onDone);
    },
  });
  const read = settingsOf(form);
  const nameOk = row !== undefined || NamespaceName.safeParse(name).success;
  const changed = !row || JSON.stringify(form) !== JSON.stringify(formOf(before));
  const why = !nameOk
    ? "Give it a name of lower case letters, digits and dashes."
    : !read.ok
      ? "A field needs another look."
      : changed
        ? undefined
        : "Nothing was changed.";
  const fresh = row !== undefined && read.ok && startsNewGeneration(before, read.settings);
  const save = () => {
    if (!read.ok || why) return;
    action.run({
      name: row?.name ?? name,
      settings: read.settings,
      ...(row && { seen: row.updatedAt }),
    });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (why) return;
    if (fresh) setAsking(true);
    else save();
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      {row ? (
        <p className="text-meta text-muted">
          Changed by {row.updatedBy}, <Timestamp at={row.updatedAt} /> · generation {row.generation}{" "}
          · {plural(row.entries, "entry", "entries")}
        </p>
      ) : (
        <Field
          label="Name"
          hint="Lower case letters, digits and dashes. It cannot be changed later."
          {...(name !== "" && !nameOk
            ? { error: "Lower case letters, digits and dashes, at most 40, a letter first." }
            : {})}
        >
          <Input
            autoComplete="off"
            spellCheck={false}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
      )}
      <NamespaceFields
        form={form}
        errors={read.ok ? {} : read.errors}
        fresh={fresh}
        onChange={(part) => setForm({ ...form, ...part })}
      />
      <div className="sticky bottom-0 -mx-3 -mb-3 grid gap-2 rounded-b-md border-t bg-page p-3">
        {action.problem && !asking ? (
          <div className="grid gap-2">
            <ProblemNote problem={action.problem} />
            {action.problem.code === "stale" ? (
              <Button onClick={() => void anew(onAnew)}>Begin again from the new settings</Button>
            ) : null}
          </div>
        ) : null}
        <ActionButton
          className="justify-self-end"
          type="submit"
          variant="primary"
          pending={action.pending}
          disabledWhy={why}
        >
          {row ? (fresh ? "Save…" : "Save") : "Make the namespace"}
        </ActionButton>
      </div>
      {asking && row ? (
        <ConfirmDialog
          onClose={() => setAsking(false)}
          title="Begin a new generation?"
          consequence={`Folding case changes what a prompt is hashed to. None of the ${plural(row.entries, "stored answer")} of ${row.name} is served any more; each is asked of the model again.`}
          confirm="Save and begin anew"
          danger
          pending={action.pending}
          problem={action.problem}
          onConfirm={save}
        />
      ) : null}
    </form>
  );
}
