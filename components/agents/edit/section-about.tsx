"use client";

import { useEdit } from "@/components/agents/edit/edit-context";
import { LinesField, TextField } from "@/components/agents/edit/fields";
import { Section } from "@/components/agents/edit/section";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { promptOf, withPrompt } from "@/lib/agents/agent-draft";
import { CONSOLE_FILE, HARNESS_FILE, PROMPT_FILE } from "@/lib/agents/parse-agent";

/** Name, purpose, starters. */
export function AboutSection() {
  const { agent } = useEdit();
  return (
    <Section id="about" title="What it is">
      {agent === undefined ? (
        <TextField
          file={HARNESS_FILE}
          path={["name"]}
          label="Name"
          hint="Letters, digits and underscores; it stays as it is from then on."
          placeholder="release_analyst"
          mono
          needed
        />
      ) : null}
      <TextField
        file={CONSOLE_FILE}
        path={["description"]}
        label="What it is for"
        hint="One or two sentences for people who choose an agent."
      />
      <LinesField
        file={CONSOLE_FILE}
        path={["starters"]}
        label="Starters"
        hint="One a line: what people may press instead of typing."
      />
    </Section>
  );
}

/** What it is told before anything else. */
export function PromptSection() {
  const { files, setFiles, problems } = useEdit();
  const problem = problems.find(
    ({ file, key }) => file === PROMPT_FILE || (file === HARNESS_FILE && key === "systemPrompt"),
  );
  return (
    <Section id="prompt" title="System prompt">
      <div data-config={`${PROMPT_FILE} `}>
        <Field
          label="Instructions"
          hint="What it is for and how it works. {{NAME}} stands for a variable."
          {...(problem && { error: problem.message })}
        >
          <Textarea
            rows={14}
            dir="auto"
            className="font-mono text-meta"
            value={promptOf(files)}
            onChange={({ target }) => setFiles(withPrompt(files, target.value))}
          />
        </Field>
      </div>
    </Section>
  );
}
