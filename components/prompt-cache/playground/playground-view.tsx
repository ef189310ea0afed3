"use client";

import { useState } from "react";
import { EmptyState } from "@/components/data/empty-state";
import { useShell } from "@/components/shell/shell-state";
import { may } from "@/lib/platform/permissions";
import type { Result } from "@/lib/platform/result";
import type { Asked, PlaygroundView as View } from "@/lib/prompt-cache/playground";
import { AnswerPanel } from "./answer-panel";
import { AskForm, type AskSettings } from "./ask-form";
import { Observations } from "./observations";
import { useAsk } from "./use-ask";

/** A prompt through the pipeline, with what each layer did. What is asked here is asked and stored for real. */
export function PlaygroundView({ view }: { view: View }) {
  const { role } = useShell().person;
  const [settings, setSettings] = useState<AskSettings>({
    namespace: view.namespaces[0]?.name ?? "",
    prompt: "",
    system: "",
    modelId: "",
    bypass: false,
  });
  const { run, result, since } = useAsk();
  const [guided, setGuided] = useState<Result<Asked>>();
  if (view.namespaces.length === 0)
    return (
      <EmptyState title="There is no namespace to ask in">
        {may(role, "prompt.manage")
          ? "Create one under Keys and namespaces."
          : "An admin creates one under Keys and namespaces."}
      </EmptyState>
    );
  const { namespace, prompt, system, modelId, bypass } = settings;
  const send = () => {
    setGuided(undefined);
    void run({
      namespace,
      prompt,
      bypass,
      ...(system.trim() && { system }),
      ...(modelId.trim() && { modelId: modelId.trim() }),
    });
  };
  return (
    <div className="grid items-start gap-3 xl:grid-cols-2">
      <div className="grid gap-3">
        <AskForm
          view={view}
          settings={settings}
          onChange={setSettings}
          onAsk={send}
          pending={since !== undefined}
          disabledWhy={prompt.trim() === "" ? "Write a prompt first." : undefined}
        />
        <Observations namespace={namespace} onAsked={setGuided} />
      </div>
      <AnswerPanel result={guided ?? result} since={since} />
    </div>
  );
}
