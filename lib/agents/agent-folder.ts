import type { AgentFiles } from "./config";
import { HARNESS_FILE } from "./parse-agent";

/** The files beside the one `harness.json`, wherever that is in what was given; or why there is no such folder. */
export function agentFolderIn(files: AgentFiles): { files: AgentFiles } | { problem: string } {
  const [first, ...others] = Object.keys(files)
    .filter((path) => path === HARNESS_FILE || path.endsWith(`/${HARNESS_FILE}`))
    .sort((a, b) => a.split("/").length - b.split("/").length);
  if (first === undefined) return { problem: "There is no harness.json in it." };
  const root = first.slice(0, -HARNESS_FILE.length);
  if (others.some((other) => !other.startsWith(root)))
    return { problem: "There are several agents in it: give one agent's folder." };
  return {
    files: Object.fromEntries(
      Object.entries(files)
        .filter(([path]) => path.startsWith(root))
        .map(([path, text]) => [path.slice(root.length), text]),
    ),
  };
}
