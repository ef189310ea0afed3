"use client";

import { AddButton } from "@/components/agents/edit/add-row";
import { ClassRows } from "@/components/agents/edit/class-rows";
import { ClassSelect } from "@/components/agents/edit/class-select";
import { useEdit } from "@/components/agents/edit/edit-context";
import { LinesField, TextField } from "@/components/agents/edit/fields";
import { NameField } from "@/components/agents/edit/name-field";
import { RemoveRow } from "@/components/agents/edit/remove-row";
import { Group, Section } from "@/components/agents/edit/section";
import { type ConfigPath, problemsAt, valueAt } from "@/lib/agents/agent-draft";
import { CONFIG_KEYS } from "@/lib/agents/check-agent";
import type { HarnessTool } from "@/lib/agents/config";
import { freeName } from "@/lib/agents/free-name";
import { CONSOLE_FILE, HARNESS_FILE } from "@/lib/agents/parse-agent";
import { removeServer, removeTool, renameServer, renameTool } from "@/lib/agents/rename-tool";
import { plainText } from "@/lib/platform/plain-text";

/** What each kind of tool asks for in `config`. */
const KINDS = {
  remote_mcp: {
    title: "MCP server over HTTP",
    fields: [["url", "Address", "https://mcp.example.com/mcp"]],
    begin: { url: "" },
  },
  agentcore_gateway: {
    title: "AgentCore gateway",
    fields: [["gatewayArn", "ARN", "arn:aws:bedrock-agentcore:…:gateway/…"]],
    begin: { gatewayArn: "" },
  },
  inline_function: {
    title: "Inline function",
    fields: [["description", "What it does, for the model", ""]],
    begin: { description: "", inputSchema: { type: "object", properties: {} } },
  },
} as const;
type Kind = keyof typeof KINDS;
const isKind = (type: unknown): type is Kind => typeof type === "string" && type in KINDS;

/** MCP servers, gateways and inline functions, each with the class that its tools have. */
export function ServersSection() {
  const { config, change } = useEdit();
  const given = valueAt(config[HARNESS_FILE], ["tools"]);
  const tools: Partial<HarnessTool>[] = Array.isArray(given) ? given : [];
  const local = valueAt(config[CONSOLE_FILE], ["mcpServers"]);
  const servers = typeof local === "object" && local !== null ? Object.keys(local) : [];
  const names = [...servers, ...tools.map(({ name }) => name ?? "")];
  const add = (type: Kind) =>
    change(HARNESS_FILE, [
      [
        ["tools"],
        [
          ...tools,
          {
            type,
            name: freeName(type === "inline_function" ? "ask" : "server", names),
            config: { [CONFIG_KEYS[type]]: KINDS[type].begin },
          },
        ],
      ],
    ]);
  return (
    <Section id="servers" title="Tools from elsewhere">
      {tools.map((tool, at) =>
        isKind(tool?.type) ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a tool's place in the file is what it is
          <ToolRow key={at} at={at} type={tool.type} name={tool.name ?? ""} taken={names} />
        ) : null,
      )}
      {servers.map((name, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a server that is renamed keeps its place
        <StdioRow key={at} name={name} taken={names} />
      ))}
      <div className="flex flex-wrap gap-2">
        <AddButton onPress={() => add("remote_mcp")}>MCP server over HTTP</AddButton>
        <AddButton
          onPress={() =>
            change(CONSOLE_FILE, [
              [["mcpServers", freeName("server", names)], { command: "", args: [] }],
            ])
          }
        >
          MCP server in the sandbox
        </AddButton>
        <AddButton onPress={() => add("agentcore_gateway")}>Gateway</AddButton>
        <AddButton onPress={() => add("inline_function")}>Inline function</AddButton>
      </div>
      <ClassRows />
    </Section>
  );
}

function ToolRow({
  at,
  type,
  name,
  taken,
}: {
  at: number;
  type: Kind;
  name: string;
  taken: readonly string[];
}) {
  const { files, setFiles, problems } = useEdit();
  const [problem] = problemsAt(problems, HARNESS_FILE, ["tools", at, "name"]);
  const { title, fields } = KINDS[type];
  const inside: ConfigPath = ["tools", at, "config", CONFIG_KEYS[type]];
  return (
    <Row title={title} name={name} onRemove={() => setFiles(removeTool(files, at, name))}>
      <NameField
        name={name}
        taken={taken}
        place={`${HARNESS_FILE} tools.${at}.name`}
        problem={problem?.message}
        onName={(to) => setFiles(renameTool(files, at, name, to))}
      />
      {fields.map(([key, label, placeholder]) => (
        <TextField
          key={key}
          file={HARNESS_FILE}
          path={[...inside, key]}
          label={label}
          placeholder={placeholder}
          mono={key !== "description"}
          needed
        />
      ))}
      {type === "inline_function" ? (
        <TextField
          file={CONSOLE_FILE}
          path={["inline", name, "command"]}
          clears={["inline", name]}
          label="Command in the sandbox"
          hint="Reads JSON, writes JSON. Without one a person answers."
          mono
        />
      ) : null}
      <ClassSelect
        glob={type === "inline_function" ? name : `@${name}/*`}
        label={type === "inline_function" ? "Its class" : "Class of all its tools"}
      />
    </Row>
  );
}

function StdioRow({ name, taken }: { name: string; taken: readonly string[] }) {
  const { files, setFiles, problems } = useEdit();
  const problem = problems.find(
    ({ file, key }) => file === CONSOLE_FILE && key === `mcpServers.${name}`,
  );
  return (
    <Row
      title="MCP server in the sandbox"
      name={name}
      onRemove={() => setFiles(removeServer(files, name))}
    >
      <NameField
        name={name}
        taken={taken}
        place={`${CONSOLE_FILE} mcpServers.${name}`}
        problem={problem?.message}
        onName={(to) => setFiles(renameServer(files, name, to))}
      />
      <TextField
        file={CONSOLE_FILE}
        path={["mcpServers", name, "command"]}
        label="Command"
        placeholder="npx"
        mono
        needed
      />
      <LinesField
        file={CONSOLE_FILE}
        path={["mcpServers", name, "args"]}
        label="Arguments"
        hint="One a line."
        rows={2}
        mono
      />
      <ClassSelect glob={`@${name}/*`} label="Class of all its tools" />
    </Row>
  );
}

function Row({
  title,
  name,
  onRemove,
  children,
}: {
  title: string;
  name: string;
  onRemove: () => void;
  children: React.ReactNode;
}) {
  return (
    <div className="flex gap-2 rounded-md border p-3">
      <div className="min-w-0 flex-1">
        <Group title={title} about={plainText(name)}>
          <div className="grid gap-3 md:grid-cols-2">{children}</div>
        </Group>
      </div>
      <RemoveRow label={`Take ${plainText(name) || "it"} away`} onRemove={onRemove} />
    </div>
  );
}
