"use client";

import { Select } from "@/components/ui/input";
import type { ModelChoice } from "@/lib/agents/session";

const keyOf = ({ provider, modelId }: ModelChoice): string => `${provider} ${modelId}`;

const PROVIDER_LABEL: Record<ModelChoice["provider"], string> = {
  bedrock: "Bedrock",
  open_ai: "OpenAI",
  gemini: "Gemini",
};

/** The model that answers from here on; the conversation stays as it is. */
export function ModelSelect({
  value,
  models,
  disabledWhy,
  onChange,
}: {
  value: ModelChoice;
  models: readonly ModelChoice[];
  disabledWhy?: string | undefined;
  onChange: (model: ModelChoice) => void;
}) {
  const known = models.some((model) => keyOf(model) === keyOf(value)) ? models : [value, ...models];
  return (
    <Select
      aria-label="Model"
      className="h-7 w-auto max-w-60 min-w-0 text-meta max-sm:max-w-52"
      value={keyOf(value)}
      data-tip={disabledWhy}
      aria-disabled={disabledWhy !== undefined || undefined}
      onChange={(event) => {
        const model = known.find((each) => keyOf(each) === event.target.value);
        if (model && disabledWhy === undefined) onChange(model);
      }}
    >
      {known.map((model) => (
        <option key={keyOf(model)} value={keyOf(model)}>
          {model.modelId} ({PROVIDER_LABEL[model.provider]})
        </option>
      ))}
    </Select>
  );
}
