import type { AgentFiles, HarnessConfig } from "./config";
import { readSkill, type SkillFolder, skillPathOf } from "./skill-files";

/** `release_analyst` → `release-analyst`: names of harnesses have no hyphens. */
export const agentTitle = (name: string): string => name.replaceAll("_", "-");

/** Without `memory` an agent keeps nothing, as on AgentCore. */
export const hasLongTermMemory = ({ memory }: Pick<HarnessConfig, "memory">): boolean =>
  memory !== undefined && memory.mode !== "disabled";

/** What an agent keeps of a long conversation, in one sentence. */
export function shortTermMemory({ truncation }: Pick<HarnessConfig, "truncation">): string {
  const config = truncation?.config as Record<string, Record<string, unknown>> | undefined;
  switch (truncation?.strategy) {
    case "none":
      return "Keeps the whole conversation, until the model can take no more.";
    case "summarization": {
      const recent = config?.summarization?.preserveRecentMessages;
      return typeof recent === "number"
        ? `Sums up what is old and keeps the last ${recent} messages.`
        : "Sums up what is old and keeps the last messages.";
    }
    default: {
      const count = config?.slidingWindow?.messagesCount;
      return typeof count === "number"
        ? `Keeps the last ${count} messages.`
        : "Keeps the last messages.";
    }
  }
}

/** The skills of the folder that `harness.json` names and that can be read. */
export const skillsOf = (harness: HarnessConfig, files: AgentFiles): SkillFolder[] =>
  harness.skills.flatMap((skill) => {
    const path = skillPathOf(skill);
    const read = path === undefined ? undefined : readSkill(files, path);
    return read && !("why" in read) ? [read] : [];
  });
