"use client";

import { useState } from "react";
import { AddRow } from "@/components/agents/edit/add-row";
import { useEdit } from "@/components/agents/edit/edit-context";
import { useValue } from "@/components/agents/edit/fields";
import { RemoveRow } from "@/components/agents/edit/remove-row";
import { Group, Section } from "@/components/agents/edit/section";
import { CheckLine } from "@/components/ui/choice-line";
import { problemsAt } from "@/lib/agents/agent-draft";
import { SOURCE_LABEL } from "@/lib/agents/agent-words";
import {
  allowsAll,
  letsThrough,
  pickAllowed,
  type SetUpTool,
  toolsSetUp,
} from "@/lib/agents/allowed-tools";
import { CONSOLE_FILE, HARNESS_FILE } from "@/lib/agents/parse-agent";
import { plainText } from "@/lib/platform/plain-text";

/** Which of the tools that are set up above load: all, or those that are named. */
export function AllowedSection() {
  const { config, parts } = useEdit();
  const { value, problem, set } = useValue({ file: HARNESS_FILE, path: ["allowedTools"] });
  const tools = toolsSetUp(
    config[HARNESS_FILE],
    config[CONSOLE_FILE],
    parts.verbs.map(({ name }) => name),
  );
  const all = allowsAll(value);
  const entries: unknown[] = Array.isArray(value) ? value : [];
  const through = tools.filter((tool) => entries.some((entry) => letsThrough(entry, tool)));
  return (
    <Section
      id="allowed"
      title="Allowed tools"
      aside={
        <span className="text-meta text-muted">
          {all ? tools.length : through.length} of {tools.length}
        </span>
      }
    >
      <div data-config={`${HARNESS_FILE} allowedTools`} className="grid gap-3">
        <CheckLine
          label="All that are set up here, also those that come later"
          about="Off: only what is picked below, here and on AgentCore (allowedTools)."
          checked={all}
          onChange={(on) => set(on ? undefined : tools.map(({ entry }) => entry))}
        />
        {all ? null : <Picked tools={tools} entries={entries} onEntries={(next) => set(next)} />}
        {problem && entries.length === 0 ? <p className="text-failed">{problem}</p> : null}
        {!all && tools.length > 0 && through.length === 0 ? (
          <p className="text-waiting">Nothing is picked: it could only talk.</p>
        ) : null}
      </div>
    </Section>
  );
}

function Picked({
  tools,
  entries,
  onEntries,
}: {
  tools: readonly SetUpTool[];
  entries: readonly unknown[];
  onEntries: (entries: unknown[]) => void;
}) {
  const { problems } = useEdit();
  const [typed, setTyped] = useState("");
  const [tried, setTried] = useState(false);
  const wrong =
    typed.trim() === ""
      ? "A name or a glob."
      : entries.includes(typed.trim())
        ? "It stands there already."
        : undefined;
  const add = () => {
    setTried(true);
    if (wrong) return;
    onEntries([...entries, typed.trim()]);
    setTyped("");
    setTried(false);
  };
  return (
    <>
      <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2">
        {tools.map((tool) => (
          <CheckLine
            key={`${tool.source} ${tool.entry}`}
            mono
            label={plainText(tool.entry)}
            about={aboutOf(tool, entries)}
            checked={entries.some((entry) => letsThrough(entry, tool))}
            onChange={(on) => onEntries(pickAllowed(entries, tool, on, tools))}
          />
        ))}
      </div>
      <Group
        title="By name or glob"
        about="As release_*, @server/read_* or @builtin/shell, also for what is set up later."
      >
        {entries.map((entry, at) => {
          if (tools.some((tool) => tool.entry === entry)) return null;
          const [problem] = problemsAt(problems, HARNESS_FILE, ["allowedTools", at]);
          const held = tools.filter((tool) => letsThrough(entry, tool));
          const text = plainText(typeof entry === "string" ? entry : JSON.stringify(entry));
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: an entry's place in the file is what it is
            <div key={at} className="flex items-start gap-2 rounded-md border py-1.5 pr-1.5 pl-3">
              <div className="min-w-0 flex-1">
                <p className="font-mono text-meta wrap-anywhere">{text || "(empty)"}</p>
                <p className={problem ? "text-meta text-failed" : "text-meta text-muted"}>
                  {problem?.message ??
                    (held.length > 0
                      ? `Lets through ${held.map(({ entry: each }) => plainText(each)).join(", ")}.`
                      : "No tool of this agent has this name.")}
                </p>
              </div>
              <RemoveRow
                label={`Take ${text || "it"} away`}
                onRemove={() => onEntries(entries.filter((_entry, each) => each !== at))}
              />
            </div>
          );
        })}
        <AddRow
          label="Another name or glob"
          placeholder="@server/read_*"
          value={typed}
          error={tried ? wrong : undefined}
          onValue={setTyped}
          onAdd={add}
        />
      </Group>
    </>
  );
}

/** Where it comes from, and what else than its own name lets it through. */
function aboutOf(tool: SetUpTool, entries: readonly unknown[]): string {
  const source = SOURCE_LABEL[tool.source];
  const all = tool.entry.startsWith("@") ? `${source}, all of its tools` : source;
  if (entries.includes(tool.entry)) return all;
  const by = entries.find((entry) => letsThrough(entry, tool));
  if (by === undefined) return all;
  return letsThrough(by, tool) === "some"
    ? `${source}: some of its tools, by ${plainText(String(by))}`
    : `${all}, by ${plainText(String(by))}`;
}
