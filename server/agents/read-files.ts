import "server-only";
import type { SessionFile } from "@/lib/agents/views";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { consoleEngine } from "./console-parts";
import type { Workspace } from "./contracts";
import { readableSession } from "./session-access";

interface FileOfSession {
  sessionId: string;
  path: string;
}

/** A folder of the session's workspace. @throws AppError not_found, forbidden, invalid */
export async function readFiles({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: FileOfSession;
}): Promise<{ files: SessionFile[] }> {
  const workspace = await workspaceOf(ctx, input.sessionId);
  if (!workspace) return { files: [] };
  return { files: await workspace.list(input.path || undefined) };
}

/** A file of the session's workspace. @throws AppError not_found, forbidden, invalid */
export async function readSessionFile({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: FileOfSession;
}): Promise<Buffer> {
  const workspace = await workspaceOf(ctx, input.sessionId);
  if (!workspace)
    throw new AppError("not_found", "The files of this session are on AgentCore, not here.");
  return workspace.read(input.path);
}

/** Undefined where the workspace is on AgentCore. */
async function workspaceOf({ person }: Ctx, sessionId: string): Promise<Workspace | undefined> {
  const engine = consoleEngine();
  const session = await readableSession(engine, person, sessionId);
  return session.home.kind === "local" ? engine.parts.workspaces.open(session.id) : undefined;
}
