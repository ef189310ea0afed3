import { ToolsPanel } from "@/components/agents/agent/tools-panel";
import { Foreign } from "@/components/data/foreign";
import { Panel } from "@/components/data/panel";
import { StatusIcon } from "@/components/data/status-icon";
import type { AgentView } from "@/lib/agents/views";
import { plural } from "@/lib/platform/format";
import { plainText } from "@/lib/platform/plain-text";

/** Tools by class with their rule, what did not load and why, and skills. */
export function MayPanels({ view }: { view: AgentView }) {
  const { tools, unresolved, skills, summary } = view;
  if (summary.home.kind === "agentcore")
    return (
      <Panel title="Tools">
        <p>
          Which tools it has is set up on AgentCore, and not told to this console. What it does is
          shown in its sessions, call by call; what it asks of a person waits in the inbox.
        </p>
      </Panel>
    );
  return (
    <>
      {unresolved.length > 0 ? (
        <Panel
          title="Configured, but did not load"
          aside={<Count of={unresolved.length} what="tool" />}
          flush
        >
          <ul className="divide-y">
            {unresolved.map(({ name, why }) => (
              <li key={`${name} ${why}`} className="flex gap-2 px-3 py-2">
                <StatusIcon tone="failed" className="mt-0.5 size-4" />
                <p className="min-w-0">
                  <code className="font-mono text-meta font-medium wrap-anywhere">
                    {plainText(name)}
                  </code>{" "}
                  <Foreign text={why} className="text-muted" />
                </p>
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
      <ToolsPanel tools={tools} />
      <Panel
        title="Skills"
        aside={<Count of={skills.length} what="skill" />}
        flush={skills.length > 0}
      >
        {skills.length === 0 ? (
          <p className="text-muted">
            None. A skill is a folder with a SKILL.md that it reads when it needs it.
          </p>
        ) : (
          <ul className="divide-y">
            {skills.map(({ name, description, path }) => (
              <li key={path} className="flex gap-2 px-3 py-2">
                <StatusIcon tone="succeeded" className="mt-0.5 size-4" />
                <div className="min-w-0">
                  <p className="font-medium">
                    <Foreign text={name} />
                  </p>
                  <p className="text-muted">
                    <Foreign text={description} />
                  </p>
                  <p className="font-mono text-meta wrap-anywhere text-muted">{plainText(path)}</p>
                </div>
              </li>
            ))}
          </ul>
        )}
      </Panel>
    </>
  );
}

const Count = ({ of, what }: { of: number; what: string }) => (
  <span className="text-meta text-muted tabular-nums">{plural(of, what)}</span>
);
