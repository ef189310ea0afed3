"use client";

import { CheckLine, RadioLine } from "@/components/ui/choice-line";
import { Field } from "@/components/ui/field";
import { Input, Select } from "@/components/ui/input";
import { THRESHOLD_PRESETS } from "@/lib/prompt-cache/namespace";
import {
  type NamespaceForm,
  PRESET_TEXT,
  type Preset,
  presetOf,
} from "@/lib/prompt-cache/namespace-form";
import { errorOf, type FieldsProps } from "./fields-props";
import { Group } from "./group";

const INDEXES: readonly { value: NamespaceForm["index"]; label: string }[] = [
  { value: "auto", label: "By size, and what Redis can" },
  { value: "process", label: "Exact, in each console process" },
  { value: "server", label: "On the server, by Redis vector search" },
];

/** From how similar on, and what stands between similar and served. */
export function SemanticFields({ form, errors, onChange }: FieldsProps) {
  const preset = presetOf(form.threshold);
  return (
    <Group title="Similar prompts">
      <CheckLine
        label="Answer from similar prompts, not only from equal ones"
        checked={form.semantic}
        onChange={(semantic) => onChange({ semantic })}
      />
      <fieldset className="grid gap-1.5">
        <legend className="mb-1 text-meta font-medium">Threshold</legend>
        {(Object.keys(THRESHOLD_PRESETS) as Preset[]).map((each) => (
          <RadioLine
            key={each}
            name="threshold"
            label={`${THRESHOLD_PRESETS[each].toFixed(2)}: ${PRESET_TEXT[each].label}`}
            about={PRESET_TEXT[each].advice}
            checked={preset === each}
            onChange={() => onChange({ threshold: `${THRESHOLD_PRESETS[each]}` })}
          />
        ))}
      </fieldset>
      <Field
        label="Threshold, as a number"
        hint="Cosine similarity from which a stored answer is served, 0.5 to 1."
        {...errorOf(errors, "threshold")}
      >
        <Input
          inputMode="decimal"
          className="w-28"
          value={form.threshold}
          onChange={(event) => onChange({ threshold: event.target.value })}
        />
      </Field>
      <CheckLine
        label="Guards"
        about="Refuse neighbours that differ in a number, a name, a unit, a negation, code or language."
        checked={form.guards}
        onChange={(guards) => onChange({ guards })}
      />
      <Field
        label="Judge"
        hint="A Bedrock model id that is asked whether two prompts want the same answer; empty: none."
        {...errorOf(errors, "judgeModel")}
      >
        <Input
          spellCheck={false}
          autoComplete="off"
          value={form.judgeModel}
          onChange={(event) => onChange({ judgeModel: event.target.value })}
        />
      </Field>
      <Field label="Index">
        <Select
          value={form.index}
          onChange={(event) => onChange({ index: event.target.value as NamespaceForm["index"] })}
        >
          {INDEXES.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
    </Group>
  );
}
