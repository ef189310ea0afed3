import Link from "next/link";
import { MessagePage } from "@/components/shell/message-page";
import { buttonClass } from "@/components/ui/button";
import { agentTitle } from "@/lib/agents/call-words";
import { plainText } from "@/lib/platform/plain-text";
import { routes } from "@/lib/platform/routes";

/** An agent that is not there, or whose folder cannot be read: why, in a sentence. */
export function AgentUnread({ agent, message }: { agent: string; message: string }) {
  return (
    <MessagePage
      title={plainText(agentTitle(agent))}
      actions={
        <Link href={routes.agents()} className={buttonClass()}>
          All agents
        </Link>
      }
    >
      <p className="wrap-anywhere">{plainText(message)}</p>
    </MessagePage>
  );
}
