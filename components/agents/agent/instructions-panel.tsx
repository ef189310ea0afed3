import { Foreign } from "@/components/data/foreign";
import { Panel } from "@/components/data/panel";
import { ScrollArea } from "@/components/data/scroll-area";
import type { AgentView } from "@/lib/agents/views";
import { plainText } from "@/lib/platform/plain-text";

/** What it is told before anything else, and what people may press instead of typing. */
export function InstructionsPanel({ view: { systemPrompt, starters } }: { view: AgentView }) {
  return (
    <div className="grid gap-4 xl:grid-cols-[minmax(0,1fr)_20rem]">
      <Panel
        title="System prompt"
        aside={<span className="text-meta text-muted">as the model gets it</span>}
        flush
      >
        <ScrollArea
          label="System prompt"
          className="max-h-[70vh] overflow-auto p-3 font-mono text-meta wrap-anywhere whitespace-pre-wrap outline-offset-[-2px]"
        >
          <bdi>{plainText(systemPrompt)}</bdi>
        </ScrollArea>
      </Panel>
      <Panel title="Starters" className="self-start">
        {starters.length === 0 ? (
          <p className="text-muted">None: people begin with words of their own.</p>
        ) : (
          <ul className="grid gap-2">
            {starters.map((starter) => (
              <li key={starter}>
                <Foreign text={starter} />
              </li>
            ))}
          </ul>
        )}
      </Panel>
    </div>
  );
}
