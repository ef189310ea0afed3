import "server-only";
import type { Isolation } from "@/lib/agents/isolation";
import type { Workspace } from "@/server/agents/contracts";
import { PYTHON } from "@/server/agents/sandbox/kernel/start-kernel";
import { held } from "@/server/platform/held";

const LIBRARIES = ["numpy", "pandas", "matplotlib"];
const LOOK = `import importlib.util as u; print(*[m for m in ${JSON.stringify(LIBRARIES)} if u.find_spec(m)])`;

type Found = { libraries: string[] } | { missing: string };

const looked = () =>
  held("agents.python", () => ({ found: undefined as Promise<Found> | undefined }));

/** What Python has in the sandbox, or why there is none; looked at once. */
export function findPython(isolation: Isolation, workspace: Workspace): Promise<Found> {
  if (isolation.level !== "namespaces")
    return Promise.resolve({ missing: `It needs a sandbox that runs programs. ${isolation.why}` });
  const state = looked();
  state.found ??= look(workspace);
  return state.found;
}

async function look(workspace: Workspace): Promise<Found> {
  const { exitCode, stdout } = await workspace.run(`${PYTHON} -c '${LOOK}'`);
  if (exitCode !== 0) {
    looked().found = undefined;
    return { missing: `There is no ${PYTHON} on the console's machine (Debian: python3).` };
  }
  return { libraries: stdout.trim().split(/\s+/).filter(Boolean) };
}
