"use client";

import { useValue } from "@/components/agents/edit/fields";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/input";
import { CONSOLE_FILE } from "@/lib/agents/parse-agent";
import { CLASS_WORDS } from "@/lib/agents/session-looks";
import { TOOL_CLASSES } from "@/lib/agents/tool";

/** The class of tools that cannot say their own, by name or glob. */
export function ClassSelect({ glob, label }: { glob: string; label: string }) {
  const { value, problem, set } = useValue({ file: CONSOLE_FILE, path: ["classes", glob] });
  return (
    <Field
      label={label}
      {...(problem
        ? { error: problem }
        : { hint: value === undefined ? "Without a class they do not load." : undefined })}
    >
      <Select
        value={typeof value === "string" ? value : ""}
        onChange={({ target }) => set(target.value || undefined)}
      >
        <option value="">Not said, or tool by tool below</option>
        {TOOL_CLASSES.map((each) => (
          <option key={each} value={each}>
            {each}: {CLASS_WORDS[each].about}
          </option>
        ))}
      </Select>
    </Field>
  );
}
