import { Download } from "lucide-react";
import { Panel } from "@/components/data/panel";
import { buttonClass } from "@/components/ui/button";
import { agentReadUrls } from "@/lib/agents/read-urls";

/** The agent to take away: as a folder, and as a program. */
export function Downloads({ agent }: { agent: string }) {
  return (
    <Panel title="Take it away" stacked>
      <Item
        href={agentReadUrls.program(agent)}
        label="Export to code"
        about="A Strands program in TypeScript that runs by itself."
      />
      <Item
        href={agentReadUrls.folder(agent)}
        label="Download the folder"
        about="As the agentcore CLI reads it."
      />
    </Panel>
  );
}

function Item({ href, label, about }: { href: string; label: string; about: string }) {
  return (
    <div className="grid justify-items-start gap-1">
      <a href={href} download className={buttonClass({ size: "sm" })}>
        <Download aria-hidden="true" className="size-3.5" />
        {label}
      </a>
      <p className="text-meta text-muted">{about}</p>
    </div>
  );
}
