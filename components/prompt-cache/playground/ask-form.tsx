"use client";

import { type FormEvent, type KeyboardEvent, useId, useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { Field } from "@/components/ui/field";
import { Input, Select, Textarea } from "@/components/ui/input";
import type { PlaygroundView } from "@/lib/prompt-cache/playground";

export interface AskSettings {
  namespace: string;
  prompt: string;
  system: string;
  modelId: string;
  bypass: boolean;
}

/** What is asked, and where. Ctrl or ⌘ with Enter sends. */
export function AskForm({
  view,
  settings,
  onChange,
  onAsk,
  pending,
  disabledWhy,
}: {
  view: PlaygroundView;
  settings: AskSettings;
  onChange: (settings: AskSettings) => void;
  onAsk: () => void;
  pending: boolean;
  disabledWhy: string | undefined;
}) {
  const id = useId();
  const [more, setMore] = useState(false);
  const set = (change: Partial<AskSettings>) => onChange({ ...settings, ...change });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!disabledWhy && !pending) onAsk();
  };
  const send = (event: KeyboardEvent) => {
    if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) submit(event);
  };
  return (
    <form onSubmit={submit} className="grid content-start gap-3 rounded-md border p-3">
      <Field label="Prompt" hint="Ctrl or ⌘ with Enter sends it.">
        <Textarea
          rows={5}
          value={settings.prompt}
          onChange={(event) => set({ prompt: event.target.value })}
          onKeyDown={send}
          maxLength={100_000}
        />
      </Field>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Namespace">
          <Select
            value={settings.namespace}
            onChange={(event) => set({ namespace: event.target.value })}
          >
            {view.namespaces.map(({ name, threshold }) => (
              <option key={name} value={name}>
                {name} (threshold {threshold.toFixed(2)})
              </option>
            ))}
          </Select>
        </Field>
        <Field label="Model">
          <Input
            value={settings.modelId}
            onChange={(event) => set({ modelId: event.target.value })}
            placeholder={view.modelId}
            spellCheck={false}
          />
        </Field>
      </div>
      {more ? (
        <Field label="System prompt" hint="Part of the key: another one never shares an answer.">
          <Textarea
            value={settings.system}
            onChange={(event) => set({ system: event.target.value })}
          />
        </Field>
      ) : (
        <button
          type="button"
          className="min-h-6 justify-self-start underline underline-offset-2 pointer-coarse:min-h-11"
          onClick={() => setMore(true)}
        >
          Add a system prompt
        </button>
      )}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <label htmlFor={id} className="flex min-h-8 items-center gap-2 pointer-coarse:min-h-11">
          <input
            id={id}
            type="checkbox"
            checked={settings.bypass}
            onChange={(event) => set({ bypass: event.target.checked })}
            className="size-4 accent-[var(--accent)]"
          />
          Go past the cache
        </label>
        <ActionButton type="submit" variant="primary" pending={pending} disabledWhy={disabledWhy}>
          Ask
        </ActionButton>
      </div>
    </form>
  );
}
