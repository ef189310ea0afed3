import "server-only";
import type { AgentDefinition } from "@/lib/agents/config";
import type { AgentView } from "@/lib/agents/views";

/** The skills in the agent's folder, as the heads of their SKILL.md name them. */
export function skillsOf({ files }: Pick<AgentDefinition, "files">): AgentView["skills"] {
  return Object.entries(files)
    .filter(([path]) => /^skills\/.+\/SKILL\.md$/.test(path))
    .map(([path, text]) => {
      const head = /^---\r?\n([\s\S]*?)\r?\n---/.exec(text)?.[1] ?? "";
      const folder = path.split("/").at(-2) ?? path;
      const value = (key: string) =>
        new RegExp(`^${key}:\\s*["']?(.+?)["']?\\s*$`, "m").exec(head)?.[1];
      return { name: value("name") ?? folder, description: value("description") ?? "", path };
    });
}
