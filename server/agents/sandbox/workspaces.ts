import "server-only";
import { chmod, mkdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { DEFAULT_SANDBOX_LIMITS, type Isolation, type SandboxLimits } from "@/lib/agents/isolation";
import type { Workspace, Workspaces } from "@/server/agents/contracts";
import { AppError } from "@/server/platform/errors";
import { accountOf } from "./account";
import { copyFolder } from "./files/copy-folder";
import { openChild, openRoot } from "./files/open-folder";
import { removeWorkspace } from "./files/remove-entry";
import { findIsolation } from "./find-isolation";
import { openWorkspace, stopProcesses } from "./open-workspace";

export interface WorkspaceSettings {
  /** Folder of all sessions' files. Every process of the fleet has to see the same one. */
  root: string;
  /** Never more than the simulated shell, for machines whose operator wants no programs to run. */
  virtualOnly?: boolean;
  /** The program; `bwrap` on the PATH by default. */
  bubblewrap?: string;
}

/** Names of folders that can be nothing else. */
const SESSION_ID = /^[A-Za-z0-9_-]{1,255}$/;

/** Sessions' files and sandboxes below one folder. The level of isolation is tried once, at its first use. */
export function workspaces({
  root,
  virtualOnly = false,
  bubblewrap = "bwrap",
}: WorkspaceSettings): Workspaces {
  const home = resolve(root);
  let tried: Promise<Isolation> | undefined;
  const isolation = (): Promise<Isolation> => {
    tried ??= virtualOnly ? Promise.resolve(VIRTUAL_ONLY) : findIsolation(bubblewrap);
    return tried;
  };

  const open = async (
    sessionId: string,
    limits: Partial<SandboxLimits> = {},
  ): Promise<Workspace> => {
    const folder = await makeFolder(home, sessionId);
    return openWorkspace({
      folder,
      account: accountOf(sessionId),
      bubblewrap,
      isolation: await isolation(),
      limits: { ...DEFAULT_SANDBOX_LIMITS, ...limits },
    });
  };

  return {
    isolation,
    open,
    copy: async (fromSessionId, toSessionId) => {
      const from = join(home, checked(fromSessionId));
      const there = await stat(from).catch(() => undefined);
      if (!there) return;
      await copyFolder(from, await makeFolder(home, toSessionId), accountOf(toSessionId));
    },
    remove: async (sessionId) => {
      await stopProcesses(join(home, checked(sessionId)));
      await mkdir(home, { recursive: true, mode: 0o700 });
      await removeWorkspace(home, checked(sessionId));
    },
  };
}

const VIRTUAL_ONLY: Isolation = {
  level: "virtual",
  why: "The operator allows no programs, so there are only simulated commands over the session's files.",
};

function checked(sessionId: string): string {
  if (!SESSION_ID.test(sessionId)) throw new AppError("invalid", "That is no session's name.");
  return sessionId;
}

/** The workspace's folder, of the session's account and closed to everybody else. */
async function makeFolder(home: string, sessionId: string): Promise<string> {
  const name = checked(sessionId);
  await mkdir(home, { recursive: true, mode: 0o700 });
  await chmod(home, 0o700);
  await using parent = await openRoot(home);
  await using folder = await openChild(parent, name, { account: accountOf(sessionId) });
  await folder.handle.chmod(0o700);
  return join(home, name);
}
