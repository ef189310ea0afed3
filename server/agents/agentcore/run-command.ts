import "server-only";
import type { Session } from "@/lib/agents/session";
import { runRuntimeCommand } from "@/server/aws/agentcore/run-command";
import { nobody } from "@/server/aws/call-aws";
import type { CommandOptions, CommandResult } from "../contracts";
import { runtimeArnOf } from "./runtime-arn";

/** What is kept of an output, as in local sandboxes. */
const LONGEST = 256_000;

/** A person's command in the machine of a session on AgentCore. @throws AppError */
export async function runRemoteCommand(
  session: Session,
  command: string,
  { timeoutMs, signal, onOutput }: CommandOptions = {},
): Promise<CommandResult> {
  const began = performance.now();
  const said = { stdout: "", stderr: "" };
  const end: { exitCode: number | null; problem?: string } = { exitCode: null };
  const events = runRuntimeCommand(nobody, {
    arn: await runtimeArnOf(session),
    sessionId: session.id,
    command,
    ...(timeoutMs && { timeoutSeconds: Math.ceil(timeoutMs / 1_000) }),
    ...(signal && { signal }),
  });
  for await (const event of events) {
    if ("stream" in event) {
      said[event.stream] = (said[event.stream] + event.text).slice(0, LONGEST);
      onOutput?.(event);
    } else if (event.status === "TIMED_OUT") end.problem = "AgentCore ended it: its time was over.";
    else end.exitCode = event.exitCode;
  }
  return { ...said, ...end, durationMs: Math.round(performance.now() - began) };
}
