"use client";

import { useEdit } from "@/components/agents/edit/edit-context";
import { AboutSection, PromptSection } from "@/components/agents/edit/section-about";
import { AllowedSection } from "@/components/agents/edit/section-allowed";
import { ApprovalsSection } from "@/components/agents/edit/section-approvals";
import { LimitsSection } from "@/components/agents/edit/section-limits";
import { ModelSection } from "@/components/agents/edit/section-model";
import { ServersSection } from "@/components/agents/edit/section-servers";
import { SkillsSection } from "@/components/agents/edit/section-skills";
import { ToolsSection } from "@/components/agents/edit/section-tools";
import { VariablesSection } from "@/components/agents/edit/section-variables";
import { VerbsSection } from "@/components/agents/edit/section-verbs";
import { StatusIcon } from "@/components/data/status-icon";
import { Button } from "@/components/ui/button";
import { CONSOLE_FILE, HARNESS_FILE } from "@/lib/agents/parse-agent";

/** The parts of the form in their order, for the list that leads to them. */
export const PARTS = [
  ["about", "What it is"],
  ["prompt", "System prompt"],
  ["model", "Model"],
  ["verbs", "This console"],
  ["tools", "Its own tools"],
  ["servers", "Tools from elsewhere"],
  ["skills", "Skills"],
  ["allowed", "Allowed tools"],
  ["approvals", "Approvals"],
  ["limits", "Limits"],
  ["variables", "Variables"],
] as const;

/** The configuration as a form; a file that cannot be read as one is mended as text first. */
export function FormView() {
  const { config, openFile } = useEdit();
  const broken = [HARNESS_FILE, CONSOLE_FILE].filter(
    (file) => !config[file as keyof typeof config],
  );
  if (broken.length > 0)
    return (
      <div className="grid justify-items-start gap-3 rounded-md border p-4">
        <p className="flex gap-2">
          <StatusIcon tone="failed" className="mt-0.5 size-4" />
          The form needs {broken.join(" and ")} to be JSON that can be read. Mend it as text; what
          is there is kept.
        </p>
        <div className="flex flex-wrap gap-2">
          {broken.map((file) => (
            <Button key={file} onClick={() => openFile(file)}>
              Open {file}
            </Button>
          ))}
        </div>
      </div>
    );
  return (
    <div className="grid gap-4">
      <AboutSection />
      <PromptSection />
      <ModelSection />
      <VerbsSection />
      <ToolsSection />
      <ServersSection />
      <SkillsSection />
      <AllowedSection />
      <ApprovalsSection />
      <LimitsSection />
      <VariablesSection />
    </div>
  );
}
