"use client";

import { useEdit } from "@/components/agents/edit/edit-context";
import { LinesField, TextField, useValue } from "@/components/agents/edit/fields";
import { Group, Section } from "@/components/agents/edit/section";
import { CheckLine } from "@/components/ui/choice-line";
import { valueAt } from "@/lib/agents/agent-draft";
import { CONSOLE_FILE, HARNESS_FILE } from "@/lib/agents/parse-agent";

const BUILTINS = [
  ["shell", "Shell", "Commands in its sandbox, without a network."],
  ["file_operations", "Files", "Reads and writes files of its own workspace."],
] as const;

const HARNESS_TOOLS = [
  [
    "agentcore_code_interpreter",
    "code_interpreter",
    "Code interpreter",
    "Python in its sandbox; charts come back as pictures.",
  ],
  [
    "agentcore_browser",
    "browser",
    "Browser",
    "Reads pages of the hosts below; clicking and typing asks.",
  ],
] as const;

/** What stays in its own sandbox, and the browser. */
export function ToolsSection() {
  const { config, change } = useEdit();
  const builtins = useValue({ file: CONSOLE_FILE, path: ["builtins"] });
  const on = Array.isArray(builtins.value) ? builtins.value : BUILTINS.map(([name]) => name);
  const given = valueAt(config[HARNESS_FILE], ["tools"]);
  const tools: { type?: string; name?: string }[] = Array.isArray(given) ? given : [];
  const browses = tools.some(({ type }) => type === "agentcore_browser");
  return (
    <Section id="tools" title="Its own tools">
      <Group title="In its sandbox">
        {BUILTINS.map(([name, label, about]) => (
          <CheckLine
            key={name}
            label={label}
            about={about}
            checked={on.includes(name)}
            onChange={(want) =>
              builtins.set(
                BUILTINS.map(([each]) => each).filter((each) =>
                  each === name ? want : on.includes(each),
                ),
              )
            }
          />
        ))}
        {HARNESS_TOOLS.map(([type, name, label, about]) => (
          <CheckLine
            key={type}
            label={label}
            about={about}
            checked={tools.some((tool) => tool?.type === type)}
            onChange={(want) =>
              change(HARNESS_FILE, [
                [
                  ["tools"],
                  want ? [...tools, { type, name }] : tools.filter((tool) => tool?.type !== type),
                ],
              ])
            }
          />
        ))}
      </Group>
      {browses ? (
        <LinesField
          file={CONSOLE_FILE}
          path={["browser", "hosts"]}
          label="Hosts that the browser may read"
          hint="One a line: news.ycombinator.com, *.dev.to; with a port where it is another than 80 or 443."
          mono
        />
      ) : null}
      <TextField
        file={HARNESS_FILE}
        path={["sessionStoragePath"]}
        label="Folder of its workspace on AgentCore"
        hint="Only there; here each session has a workspace of its own."
        mono
      />
    </Section>
  );
}
