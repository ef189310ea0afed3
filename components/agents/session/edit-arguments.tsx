"use client";

import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";

/** The arguments as JSON, to be changed; what is wrong with them is said with its line. */
export function EditArguments({
  value,
  onChange,
  problem,
  tried,
}: {
  value: string;
  onChange: (text: string) => void;
  problem: string | undefined;
  tried: boolean;
}) {
  // What is half typed is no mistake yet; that nothing was changed is said on the try.
  const shown = problem && (tried || /^Line/.test(problem)) ? problem : undefined;
  return (
    <Field
      label="Arguments"
      hint="JSON, as the tool takes it."
      {...(shown ? { error: shown } : {})}
    >
      <Textarea
        value={value}
        onChange={(event) => onChange(event.target.value)}
        rows={Math.min(16, Math.max(5, value.split("\n").length + 1))}
        spellCheck={false}
        className="font-mono text-meta"
        data-autofocus=""
      />
    </Field>
  );
}
