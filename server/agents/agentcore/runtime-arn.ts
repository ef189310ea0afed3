import "server-only";
import type { Session } from "@/lib/agents/session";
import { getHarness } from "@/server/aws/agentcore/get-harness";
import { nobody } from "@/server/aws/call-aws";
import { AppError } from "@/server/platform/errors";

/** The agent runtime that a session runs on; a harness has one of its own. @throws AppError */
export async function runtimeArnOf({
  home,
  agent,
}: Pick<Session, "home" | "agent">): Promise<string> {
  const { arn, what } = home.kind === "agentcore" ? home : { arn: agent, what: "harness" as const };
  if (what === "runtime") return arn;
  const { runtimeArn } = await getHarness(nobody, arn);
  if (runtimeArn) return runtimeArn;
  throw new AppError("conflict", "This harness does not tell which runtime its sessions are on.");
}
