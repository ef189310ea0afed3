"use client";

import { CheckLine } from "@/components/ui/choice-line";
import { Field } from "@/components/ui/field";
import { Input, Select, Textarea } from "@/components/ui/input";
import { formatBytes } from "@/lib/platform/format";
import { TTL_UNITS, type TtlUnit } from "@/lib/prompt-cache/namespace-form";
import { errorOf, type FieldsProps } from "./fields-props";
import { Group } from "./group";
import { SemanticFields } from "./semantic-fields";

/** Every setting of a namespace, in the order in which a request meets them. */
export function NamespaceFields({
  fresh,
  ...props
}: FieldsProps & {
  /** What was changed begins a new generation. */
  fresh: boolean;
}) {
  const { form, errors, onChange } = props;
  return (
    <>
      <Group title="Caching">
        <CheckLine
          label="Answer from the cache and keep answers"
          about="Off: every request goes straight to the model."
          checked={form.enabled}
          onChange={(enabled) => onChange({ enabled })}
        />
        <div className="grid grid-cols-2 items-start gap-2">
          <Field label="An answer lives" {...errorOf(errors, "ttl")}>
            <Input
              inputMode="decimal"
              value={form.ttl}
              onChange={(event) => onChange({ ttl: event.target.value })}
            />
          </Field>
          <Field label="Unit">
            <Select
              value={form.ttlUnit}
              onChange={(event) => onChange({ ttlUnit: event.target.value as TtlUnit })}
            >
              {(Object.keys(TTL_UNITS) as TtlUnit[]).map((unit) => (
                <option key={unit}>{unit}</option>
              ))}
            </Select>
          </Field>
        </div>
        <CheckLine
          label="Fold upper and lower case"
          about={
            fresh ? (
              <span className="font-medium text-waiting">
                This begins a new generation: nothing stored before is served any more.
              </span>
            ) : (
              "For questions in prose; never where case means something. A change begins a new generation."
            )
          }
          checked={form.foldCase}
          onChange={(foldCase) => onChange({ foldCase })}
        />
      </Group>
      <SemanticFields {...props} />
      <CompressionFields {...props} />
      <Group title="Limits">
        <div className="grid grid-cols-2 items-start gap-2">
          <Field
            label="Largest prompt, bytes"
            hint={sizeOf(form.promptBytes)}
            {...errorOf(errors, "promptBytes")}
          >
            <Input
              inputMode="numeric"
              value={form.promptBytes}
              onChange={(event) => onChange({ promptBytes: event.target.value })}
            />
          </Field>
          <Field
            label="Largest answer, bytes"
            hint={sizeOf(form.answerBytes)}
            {...errorOf(errors, "answerBytes")}
          >
            <Input
              inputMode="numeric"
              value={form.answerBytes}
              onChange={(event) => onChange({ answerBytes: event.target.value })}
            />
          </Field>
        </div>
        <p className="text-meta text-muted">
          Larger prompts go past the cache; larger answers are passed on and not kept.
        </p>
      </Group>
      <PersonalDataFields {...props} />
    </>
  );
}

const sizeOf = (text: string): string => {
  const bytes = Number(text);
  return Number.isFinite(bytes) && bytes > 0 ? formatBytes(bytes) : "–";
};

function CompressionFields({ form, errors, onChange }: FieldsProps) {
  return (
    <Group title="Compression">
      <CheckLine
        label="Take filler phrases out before a prompt is sent"
        about="On a miss only; code, quotes and JSON stay as they are."
        checked={form.compression}
        onChange={(compression) => onChange({ compression })}
      />
      <Field
        label="Phrases of this namespace"
        hint="One per line, beside the built-in list. Tuning suggests some."
        {...errorOf(errors, "phrases")}
      >
        <Textarea
          rows={3}
          value={form.phrases}
          onChange={(event) => onChange({ phrases: event.target.value })}
        />
      </Field>
      <Field label="Built-in phrases to keep" hint="One per line." {...errorOf(errors, "keep")}>
        <Textarea
          rows={2}
          value={form.keep}
          onChange={(event) => onChange({ keep: event.target.value })}
        />
      </Field>
    </Group>
  );
}

function PersonalDataFields({ form, errors, onChange }: FieldsProps) {
  return (
    <Group title="Personal data">
      <p className="text-meta text-muted">
        Prompts that hold one of these are neither looked up nor kept.
      </p>
      <CheckLine
        label="E-mail addresses"
        checked={form.email}
        onChange={(email) => onChange({ email })}
      />
      <CheckLine
        label="Phone numbers"
        checked={form.phone}
        onChange={(phone) => onChange({ phone })}
      />
      <CheckLine label="Card numbers" checked={form.card} onChange={(card) => onChange({ card })} />
      <Field
        label="Further patterns"
        hint="One regular expression per line; no look-around, no back references."
        {...errorOf(errors, "patterns")}
      >
        <Textarea
          rows={2}
          spellCheck={false}
          className="font-mono text-meta"
          value={form.patterns}
          onChange={(event) => onChange({ patterns: event.target.value })}
        />
      </Field>
    </Group>
  );
}
