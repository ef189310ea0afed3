"use client";

import { useRouter } from "next/navigation";
import { useServerAction } from "@/components/data/use-server-action";
import { agentKeys } from "@/lib/agents/keys";
import { routes } from "@/lib/platform/routes";
import {
  forkSessionAction,
  renameSessionAction,
  resumeSessionAction,
  runCommandAction,
  sendMessageAction,
  shareSessionAction,
  stopRunAction,
  switchModeAction,
  switchModelAction,
} from "@/server/agents/actions";

/** What somebody may do in an open session; each reads the session anew when it is done. */
export function useSessionActions(sessionId: string, { onSent }: { onSent: () => void }) {
  const router = useRouter();
  const reads = [agentKeys.session(sessionId)];
  const told = { reads, said: ({ message }: { message: string }) => message };
  const sent = (done: unknown) => {
    if (done) onSent();
  };
  return {
    send: useServerAction({ action: sendMessageAction, reads, onSettled: sent }),
    command: useServerAction({ action: runCommandAction, reads, onSettled: sent }),
    stop: useServerAction({ action: stopRunAction, ...told }),
    resume: useServerAction({ action: resumeSessionAction, reads }),
    mode: useServerAction({ action: switchModeAction, ...told }),
    model: useServerAction({ action: switchModelAction, ...told }),
    rename: useServerAction({ action: renameSessionAction, ...told }),
    share: useServerAction({ action: shareSessionAction, ...told }),
    fork: useServerAction({
      action: forkSessionAction,
      reads,
      said: () => "Forked: this is the copy, and it is yours.",
      onSettled: (done) => done && router.push(routes.agentSession(done.sessionId)),
    }),
  };
}

export type SessionActions = ReturnType<typeof useSessionActions>;
