"use client";

import { type ReactNode, useEffect, useState } from "react";
import { useEdit } from "@/components/agents/edit/edit-context";
import { Field } from "@/components/ui/field";
import { Input, Select, Textarea } from "@/components/ui/input";
import { type ConfigFile, type ConfigPath, problemsAt, valueAt } from "@/lib/agents/agent-draft";

export interface Place {
  file: ConfigFile;
  path: ConfigPath;
}

/** The value at a place of the configuration, what is wrong with it, and how it is changed. */
export function useValue({ file, path }: Place) {
  const { config, problems, change } = useEdit();
  const [problem] = problemsAt(problems, file, path);
  return {
    value: valueAt(config[file], path),
    problem: problem?.message,
    set: (value: unknown, clears?: ConfigPath) =>
      change(file, value === undefined && clears ? [[clears, undefined]] : [[path, value]]),
  };
}

interface Words {
  label: string;
  hint?: ReactNode;
  /** What goes when the field is emptied; its own key unless said. */
  clears?: ConfigPath;
}

const about = ({ label, hint }: Words, problem: string | undefined) => ({
  label,
  ...(hint ? { hint } : {}),
  ...(problem ? { error: problem } : {}),
});

/** Marks where a problem of the configuration is mended, so that the list of problems leads there. */
const mark = ({ file, path }: Place) => ({ "data-config": `${file} ${path.join(".")}` });

/** A text in one line; empty takes the key out, unless it is `needed`. */
export function TextField({
  needed = false,
  options,
  mono = false,
  placeholder,
  ...field
}: Place &
  Words & { needed?: boolean; options?: readonly string[]; mono?: boolean; placeholder?: string }) {
  const { value, problem, set } = useValue(field);
  const list = `options-${field.path.join("-")}`;
  return (
    <div {...mark(field)}>
      <Field {...about(field, problem)}>
        <Input
          value={shown(value)}
          placeholder={placeholder}
          autoComplete="off"
          spellCheck={!mono}
          className={mono ? "font-mono text-meta" : undefined}
          list={options?.length ? list : undefined}
          onChange={({ target }) =>
            set(target.value === "" && !needed ? undefined : target.value, field.clears)
          }
        />
      </Field>
      {options?.length ? (
        <datalist id={list}>
          {options.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      ) : null}
    </div>
  );
}

const shown = (value: unknown): string =>
  value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);

/** Text as it is typed, kept while it means the value that is there: `1.` and an empty line are not lost. */
function useTyped(
  value: unknown,
  show: (value: unknown) => string,
  read: (text: string) => unknown,
) {
  const [text, setText] = useState(() => show(value));
  const same = JSON.stringify(read(text)) === JSON.stringify(value);
  const next = same ? text : show(value);
  useEffect(() => {
    if (next !== text) setText(next);
  }, [next, text]);
  return { text: next, setText };
}

/** A number; what is none is kept as it was typed, and told. */
export function NumberField({ unit, ...field }: Place & Words & { unit?: string }) {
  const { value, problem, set } = useValue(field);
  const { text, setText } = useTyped(value, shown, numberOf);
  return (
    <div {...mark(field)}>
      <Field {...about(field, problem)}>
        <Input
          inputMode="decimal"
          value={text}
          placeholder={unit}
          autoComplete="off"
          onChange={({ target }) => {
            setText(target.value);
            set(numberOf(target.value));
          }}
        />
      </Field>
    </div>
  );
}

function numberOf(text: string): unknown {
  const typed = text.trim();
  if (typed === "") return undefined;
  const value = Number(typed.replaceAll(",", ""));
  return Number.isFinite(value) ? value : typed;
}

/** Several texts, one a line. */
export function LinesField({
  rows = 3,
  mono = false,
  keepEmpty = true,
  ...field
}: Place & Words & { rows?: number; mono?: boolean; keepEmpty?: boolean }) {
  const { value, problem, set } = useValue(field);
  const read = (text: string) => {
    const lines = text.split("\n").flatMap((line) => (line.trim() ? [line.trim()] : []));
    return lines.length === 0 && !keepEmpty ? undefined : lines;
  };
  const { text, setText } = useTyped(
    value ?? (keepEmpty ? [] : undefined),
    (given) => (Array.isArray(given) ? given.map(shown).join("\n") : shown(given)),
    read,
  );
  return (
    <div {...mark(field)}>
      <Field {...about(field, problem)}>
        <Textarea
          rows={rows}
          value={text}
          dir="auto"
          spellCheck={!mono}
          className={mono ? "font-mono text-meta" : undefined}
          onChange={({ target }) => {
            setText(target.value);
            set(read(target.value));
          }}
        />
      </Field>
    </div>
  );
}

/** One of several values; the first option may mean that the key is absent. */
export function SelectField({
  options,
  absent,
  ...field
}: Place &
  Words & { options: readonly (readonly [value: string, label: string])[]; absent?: string }) {
  const { value, problem, set } = useValue(field);
  const current = shown(value);
  const known = current === "" || options.some(([each]) => each === current);
  return (
    <div {...mark(field)}>
      <Field {...about(field, problem)}>
        <Select
          value={current}
          onChange={({ target }) => set(target.value || undefined, field.clears)}
        >
          {absent === undefined && current !== "" ? null : (
            <option value="">{absent ?? "Choose one"}</option>
          )}
          {known ? null : <option value={current}>{current}</option>}
          {options.map(([each, label]) => (
            <option key={each} value={each}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
    </div>
  );
}
