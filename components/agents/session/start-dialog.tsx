"use client";

import { useRouter } from "next/navigation";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { MODE_WORDS, ModeSwitch } from "@/components/agents/session/mode-switch";
import { newRequestKey } from "@/components/agents/session/request-key";
import type { StartableAgent } from "@/components/agents/session/start-session";
import { ActionButton } from "@/components/data/action-button";
import { Foreign } from "@/components/data/foreign";
import { ProblemNote } from "@/components/data/problem-note";
import { useRead } from "@/components/data/use-read";
import { useServerAction } from "@/components/data/use-server-action";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select, Textarea } from "@/components/ui/input";
import { offSentence } from "@/lib/agents/eligibility";
import type { SessionMode } from "@/lib/agents/events";
import { agentKeys } from "@/lib/agents/keys";
import { sessionReadUrls } from "@/lib/agents/read-urls";
import type { AgentView } from "@/lib/agents/views";
import { plainText } from "@/lib/platform/plain-text";
import { routes } from "@/lib/platform/routes";
import { invokeAgentAction } from "@/server/agents/actions";

/** Which agent, what to say to it, and whether it may act. */
export function StartDialog({
  agents,
  agent: given,
  onClose,
}: {
  agents: readonly StartableAgent[];
  agent?: string;
  onClose: () => void;
}) {
  const router = useRouter();
  const whyId = useId();
  const key = useRef(newRequestKey());
  const [agent, setAgent] = useState(given ?? agents[0]?.agent ?? "");
  const [message, setMessage] = useState("");
  const [mode, setMode] = useState<SessionMode>("act");
  const [tried, setTried] = useState(false);
  const chosen = agents.find((each) => each.agent === agent);
  const about = useRead<AgentView>(agentKeys.agent(agent), sessionReadUrls.agent(agent), {
    enabled: agent !== "",
    staleMs: 60_000,
  });
  const starters = about.data?.summary.agent === agent ? about.data.starters : [];
  const action = useServerAction({
    action: invokeAgentAction,
    reads: [agentKeys.agents()],
    onSettled: (told) => {
      if (!told) return onClose();
      router.push(routes.agentSession(told.sessionId));
    },
  });
  const why = chosen?.switchedOff ? offSentence(chosen.switchedOff) : chosen?.problem;
  const start = () => {
    setTried(true);
    if (message.trim() === "" || why !== undefined || agent === "") return;
    action.run({ agent, message: message.trim(), mode, requestKey: key.current });
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    start();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New session"
      description="The agent acts on your behalf, with no more than your own permissions."
    >
      <div className="grid gap-3">
        <Field label="Agent" {...(chosen?.description && { hint: plainText(chosen.description) })}>
          <Select value={agent} onChange={(event) => setAgent(event.target.value)}>
            {agents.map((each) => (
              <option key={each.agent} value={each.agent}>
                {plainText(each.title)}
                {each.home.kind === "agentcore" ? " (AgentCore)" : ""}
              </option>
            ))}
          </Select>
        </Field>
        <Field
          label="Message"
          hint="Enter starts it, Shift and Enter begin a new line."
          {...(tried && message.trim() === "" ? { error: "Say what it should do." } : {})}
        >
          <Textarea
            value={message}
            onChange={(event) => setMessage(event.target.value)}
            onKeyDown={keys}
            rows={4}
            dir="auto"
            data-autofocus=""
          />
        </Field>
        {starters.length > 0 ? (
          <ul aria-label="Suggestions" className="flex flex-wrap gap-2">
            {starters.map((starter) => (
              <li key={starter} className="min-w-0">
                <Button
                  size="sm"
                  className="h-auto min-h-7 py-1 text-start whitespace-normal"
                  onClick={() => setMessage(starter)}
                >
                  <Foreign text={starter} />
                </Button>
              </li>
            ))}
          </ul>
        ) : null}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <ModeSwitch value={mode} onChange={setMode} />
          <p className="min-w-0 flex-1 basis-48 text-meta text-muted">{MODE_WORDS[mode].about}</p>
        </div>
        {action.problem ? <ProblemNote problem={action.problem} onRetry={start} /> : null}
      </div>
      <p id={whyId} role="status" className="text-waiting not-empty:mt-3">
        {why}
      </p>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <ActionButton
          variant="primary"
          pending={action.pending}
          disabledWhy={why}
          whyId={whyId}
          onPress={start}
        >
          Start
        </ActionButton>
      </DialogFooter>
    </Dialog>
  );
}
