"use client";

import { AddButton } from "@/components/agents/edit/add-row";
import { useEdit } from "@/components/agents/edit/edit-context";
import { NumberField, SelectField, TextField, useValue } from "@/components/agents/edit/fields";
import { RemoveRow } from "@/components/agents/edit/remove-row";
import { Group, Section } from "@/components/agents/edit/section";
import { valueAt } from "@/lib/agents/agent-draft";
import { PROVIDER_LABEL } from "@/lib/agents/agent-words";
import { repeatedModel } from "@/lib/agents/further-models";
import { CONSOLE_FILE, HARNESS_FILE } from "@/lib/agents/parse-agent";
import { MODEL_PROVIDERS } from "@/lib/agents/session";

const labelled = <P extends keyof typeof PROVIDER_LABEL>(providers: readonly P[]) =>
  providers.map((each) => [each, PROVIDER_LABEL[each]] as const);
const PROVIDERS = labelled(["bedrock", "open_ai", "gemini", "lite_llm"]);
/** LiteLLM is AgentCore's; a session here cannot switch to it. */
const SWITCHABLE = labelled(MODEL_PROVIDERS);

/** Which model it asks, and how; which others people may switch to. */
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
      <div className="grid gap-3 sm:grid-cols-2 lg:grid-cols-4">
        <NumberField
          file={HARNESS_FILE}
          path={["model", "temperature"]}
          label="Temperature"
          hint="0 to 2; the model's own when empty."
        />
        <NumberField
          file={HARNESS_FILE}
          path={["model", "topP"]}
          label="Top P"
          hint="0 to 1; the model's own when empty."
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
      <FurtherModels />
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

function FurtherModels() {
  const { parts, config } = useEdit();
  const { value, problem, set } = useValue({ file: CONSOLE_FILE, path: ["models"] });
  const models: unknown[] = Array.isArray(value) ? value : [];
  return (
    <Group
      title="Further models"
      about="What people may switch to in mid-session, with the conversation intact. The one above is always there."
    >
      {models.length === 0 && problem ? <p className="text-failed">{problem}</p> : null}
      {models.map((model, at) => {
        const provider = valueAt(model, ["provider"]);
        return (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: a model's place in the file is what it is
            key={at}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 rounded-md border p-2 md:grid-cols-[12rem_minmax(0,1fr)_auto] md:border-0 md:p-0"
          >
            <SelectField
              file={CONSOLE_FILE}
              path={["models", at, "provider"]}
              label={`Provider of model ${at + 1}`}
              options={SWITCHABLE}
            />
            <div className="max-md:order-1 max-md:col-span-2">
              <TextField
                file={CONSOLE_FILE}
                path={["models", at, "modelId"]}
                label={`Model ${at + 1}`}
                hint={repeatedModel(config[HARNESS_FILE], config[CONSOLE_FILE], at)}
                options={parts.models
                  .filter((each) => each.provider === provider)
                  .map(({ modelId }) => modelId)}
                mono
                needed
              />
            </div>
            <div className="mt-5">
              <RemoveRow
                label={`Take model ${at + 1} away`}
                onRemove={() => {
                  const rest = models.filter((_model, each) => each !== at);
                  set(rest.length > 0 ? rest : undefined);
                }}
              />
            </div>
          </div>
        );
      })}
      <AddButton onPress={() => set([...models, { provider: "bedrock", modelId: "" }])}>
        Further model
      </AddButton>
    </Group>
  );
}
