"use client";

import { useEdit } from "@/components/agents/edit/edit-context";
import { LinesField, NumberField, SelectField, TextField } from "@/components/agents/edit/fields";
import { Section } from "@/components/agents/edit/section";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { promptOf, valueAt, withPrompt } from "@/lib/agents/agent-draft";
import { PROVIDER_LABEL } from "@/lib/agents/agent-words";
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

const PROVIDERS = (["bedrock", "open_ai", "gemini", "lite_llm"] as const).map(
  (each) => [each, PROVIDER_LABEL[each]] as const,
);

/** Which model it asks, and how. */
export function ModelSection() {
  const { parts, config } = useEdit();
  const memory = valueAt(config[HARNESS_FILE], ["memory"]);
  return (
    <Section id="model" title="Model">
      <div className="grid gap-3 sm:grid-cols-[12rem_minmax(0,1fr)]">
        <SelectField
          file={HARNESS_FILE}
          path={["model", "provider"]}
          label="Provider"
          options={PROVIDERS}
        />
        <TextField
          file={HARNESS_FILE}
          path={["model", "modelId"]}
          label="Model"
          options={parts.models.map(({ modelId }) => modelId)}
          mono
          needed
        />
      </div>
      <div className="grid gap-3 sm:grid-cols-3">
        <NumberField
          file={HARNESS_FILE}
          path={["model", "temperature"]}
          label="Temperature"
          hint="0 to 2; the model's own when empty."
        />
        <NumberField
          file={HARNESS_FILE}
          path={["model", "maxTokens"]}
          label="Longest answer, tokens"
        />
        <TextField
          file={CONSOLE_FILE}
          path={["promptCache", "namespace"]}
          clears={["promptCache"]}
          label="Prompt cache namespace"
          hint="Stands in front of Bedrock when given."
        />
      </div>
      <SelectField
        file={HARNESS_FILE}
        path={["truncation", "strategy"]}
        clears={["truncation"]}
        label="When a conversation becomes long"
        absent="Keep the last messages (the house's rule)"
        options={[
          ["sliding_window", "Keep the last messages"],
          ["summarization", "Sum up what is old"],
          ["none", "Keep all, until the model can take no more"],
        ]}
      />
      <SelectField
        file={HARNESS_FILE}
        path={["memory", "mode"]}
        clears={["memory"]}
        label="Memory over sessions"
        absent={memory === undefined ? "Keeps nothing" : "An existing memory, without a mode"}
        options={[
          ["managed", "Keeps facts, for each person apart"],
          ["existing", "An existing memory (on AgentCore); here as above"],
          ["disabled", "Switched off"],
        ]}
      />
    </Section>
  );
}
