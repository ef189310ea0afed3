import "server-only";
import type { AgentSummary } from "@/lib/agents/views";
import { listHarnesses } from "@/server/aws/agentcore/list-harnesses";
import { listRuntimes } from "@/server/aws/agentcore/list-runtimes";
import { nobody, type UpstreamCtx } from "@/server/aws/call-aws";
import { isAppError } from "@/server/platform/errors";

/** An agent on AgentCore, without what the console knows of its sessions. */
export type RemoteAgent = Pick<
  AgentSummary,
  "agent" | "title" | "description" | "home" | "status" | "problem"
>;

/** Harnesses and runtimes of the region; what could not be read is told in `missing`, a sentence each. */
export async function listRemote(
  ctx: UpstreamCtx = nobody,
): Promise<{ agents: RemoteAgent[]; missing: string[] }> {
  const missing: string[] = [];
  const [harnesses, runtimes] = await Promise.all([
    orMissing(missing, listHarnesses(ctx)),
    orMissing(missing, listRuntimes(ctx)),
  ]);
  const agents = [
    ...harnesses.map((one) => row(one, "harness")),
    ...runtimes.map((one) => row(one, "runtime")),
  ];
  return { agents, missing: [...new Set(missing)] };
}

function row(
  one: { name: string; arn: string; status: string; description?: string },
  what: "harness" | "runtime",
): RemoteAgent {
  const { name, arn, status, description } = one;
  return {
    agent: arn,
    title: name,
    home: { kind: "agentcore", arn, what },
    status,
    ...(description && { description }),
    ...(status !== "READY" && {
      problem: `AgentCore says ${status}; it can be invoked once it is READY.`,
    }),
  };
}

async function orMissing<T>(missing: string[], read: Promise<T[]>): Promise<T[]> {
  try {
    return await read;
  } catch (error) {
    if (!isAppError(error)) throw error;
    missing.push(error.message);
    return [];
  }
}
