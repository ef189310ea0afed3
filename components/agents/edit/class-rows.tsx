"use client";

import { useState } from "react";
import { AddRow } from "@/components/agents/edit/add-row";
import { ClassSelect } from "@/components/agents/edit/class-select";
import { useEdit } from "@/components/agents/edit/edit-context";
import { useValue } from "@/components/agents/edit/fields";
import { RemoveRow } from "@/components/agents/edit/remove-row";
import { Group } from "@/components/agents/edit/section";
import { valueAt } from "@/lib/agents/agent-draft";
import { CONSOLE_FILE, HARNESS_FILE } from "@/lib/agents/parse-agent";
import { plainText } from "@/lib/platform/plain-text";

/** Classes of single tools, by name or glob: those that no row above shows already. */
export function ClassRows() {
  const { config, change } = useEdit();
  const { value } = useValue({ file: CONSOLE_FILE, path: ["classes"] });
  const [glob, setGlob] = useState("");
  const tools = valueAt(config[HARNESS_FILE], ["tools"]);
  const local = valueAt(config[CONSOLE_FILE], ["mcpServers"]);
  const names: string[] = [
    ...(Array.isArray(tools) ? tools.map((tool) => String(tool?.name ?? "")) : []),
    ...(typeof local === "object" && local !== null ? Object.keys(local) : []),
  ];
  const above = new Set(names.flatMap((name) => [name, `@${name}/*`]));
  const globs =
    typeof value === "object" && value !== null
      ? Object.keys(value).filter((each) => !above.has(each))
      : [];
  if (names.length === 0 && globs.length === 0) return null;
  const add = () => {
    if (glob.trim() === "") return;
    change(CONSOLE_FILE, [[["classes", glob.trim()], "read"]]);
    setGlob("");
  };
  return (
    <Group
      title="Classes tool by tool"
      about="By name or glob, as @server/read_*. The first that fits counts."
    >
      {globs.map((each) => (
        <div key={each} className="flex items-end gap-2">
          <div className="min-w-0 flex-1">
            <ClassSelect glob={each} label={plainText(each)} />
          </div>
          <RemoveRow
            label={`Take ${plainText(each)} away`}
            onRemove={() => change(CONSOLE_FILE, [[["classes", each], undefined]])}
          />
        </div>
      ))}
      <AddRow
        label="Another tool or glob"
        placeholder="@server/read_*"
        value={glob}
        onValue={setGlob}
        onAdd={add}
      />
    </Group>
  );
}
