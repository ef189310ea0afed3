import { CLASS_ICONS } from "@/components/agents/session/class-badge";
import { Foreign } from "@/components/data/foreign";
import { Panel } from "@/components/data/panel";
import { StatusIcon } from "@/components/data/status-icon";
import { cn } from "@/components/ui/cn";
import { ruleWords, SOURCE_LABEL } from "@/lib/agents/agent-words";
import { CLASS_WORDS } from "@/lib/agents/session-looks";
import { TOOL_CLASSES, type ToolClass, type ToolInfo } from "@/lib/agents/tool";
import { plural } from "@/lib/platform/format";
import { plainText } from "@/lib/platform/plain-text";
import type { Tone } from "@/lib/platform/status";

const HEAD: Record<ToolClass, string> = {
  read: "Reads",
  change: "Changes",
  destroy: "Destroys",
};
const TONE: Record<ToolInfo["approval"], Tone> = {
  allow: "succeeded",
  ask: "waiting",
  deny: "stopped",
};

/** Every tool by what it may do to the world, the most dangerous first: source, purpose and rule. */
export function ToolsPanel({ tools }: { tools: readonly ToolInfo[] }) {
  return (
    <Panel
      title="Tools"
      aside={<span className="text-meta text-muted">{plural(tools.length, "tool")}</span>}
      flush={tools.length > 0}
    >
      {tools.length === 0 ? (
        <p className="text-muted">None: it can only talk.</p>
      ) : (
        [...TOOL_CLASSES]
          .reverse()
          .map((each) => (
            <ClassGroup
              key={each}
              value={each}
              tools={tools.filter((tool) => tool.class === each)}
            />
          ))
      )}
    </Panel>
  );
}

function ClassGroup({ value, tools }: { value: ToolClass; tools: readonly ToolInfo[] }) {
  if (tools.length === 0) return null;
  const Icon = CLASS_ICONS[value];
  return (
    <section aria-label={HEAD[value]} className="border-t first:border-t-0">
      <h3
        className={cn(
          "flex items-center gap-2 bg-raised px-3 py-1.5",
          value === "destroy" && "text-failed",
        )}
      >
        <Icon aria-hidden="true" className="size-4" />
        {HEAD[value]}
        <span className="font-normal text-muted max-sm:hidden">{CLASS_WORDS[value].about}</span>
        <span className="ml-auto text-meta font-normal text-muted">
          {plural(tools.length, "tool")}
        </span>
      </h3>
      <ul className="divide-y border-t">
        {tools.map((tool) => (
          <Tool key={tool.name} tool={tool} />
        ))}
      </ul>
    </section>
  );
}

function Tool({ tool }: { tool: ToolInfo }) {
  const [first = "", ...rest] = tool.description.split(/(?<=[.!?])\s+/);
  return (
    <li className="grid gap-x-4 gap-y-0.5 px-3 py-2 lg:grid-cols-[12rem_minmax(0,1fr)_14.5rem]">
      <div className="min-w-0">
        <code className="font-mono text-meta font-medium wrap-anywhere">
          {plainText(tool.name)}
        </code>
        <p className="text-meta text-muted">
          {SOURCE_LABEL[tool.source]}
          {tool.server ? (
            <>
              {" "}
              <bdi>{plainText(tool.server)}</bdi>
            </>
          ) : null}
        </p>
      </div>
      {rest.length === 0 ? (
        <p className="min-w-0 pl-4">
          <Foreign text={first} />
        </p>
      ) : (
        <details className="min-w-0 pl-4">
          <summary className="min-h-6 list-outside">
            <Foreign text={first} />
          </summary>
          <p className="text-muted">
            <Foreign text={rest.join(" ")} />
          </p>
        </details>
      )}
      <p className="flex gap-1.5 text-meta leading-5">
        <StatusIcon tone={TONE[tool.approval]} className="mt-[3px] size-3.5" />
        {ruleWords(tool)}
      </p>
    </li>
  );
}
