import "server-only";
import { z } from "zod";
import type { AgentDefinition, AgentFiles, HarnessSkill } from "@/lib/agents/config";
import { readSkill, SKILL_FILE, type SkillFolder, skillPathOf } from "@/lib/agents/skill-files";
import type { Unresolved } from "@/lib/agents/tool";
import type { AgentTool, ToolCall, ToolOutcome, ToolProvider } from "@/server/agents/contracts";
import { AppError } from "@/server/platform/errors";

const Input = z.object({ name: z.string() });

/** Of SKILL.md: what a model reads at once. */
const MOST_CHARACTERS = 60_000;
const MOST_BYTES = 5 * 1_048_576;

/**
 * Skills of the agent's folder. The model is told their names and when to use them; `load_skill` gives
 * one's SKILL.md and places its files in the workspace.
 */
export function skillTools(): ToolProvider {
  return async ({ definition }) => {
    const { skills, unresolved } = findSkills(definition);
    return { tools: skills.length > 0 ? [loadSkill(skills, definition.files)] : [], unresolved };
  };
}

/** The skills that can be loaded, and why the others cannot. */
export function findSkills({ harness, files }: Pick<AgentDefinition, "harness" | "files">): {
  skills: SkillFolder[];
  unresolved: Unresolved[];
} {
  const skills = new Map<string, SkillFolder>();
  const unresolved: Unresolved[] = [];
  for (const configured of harness.skills) {
    const path = skillPathOf(configured);
    const read = path === undefined ? elsewhere(configured) : within(files, path);
    const twin = "why" in read ? undefined : skills.get(read.name);
    if ("why" in read) unresolved.push({ name: path ?? nameOf(configured), why: read.why });
    else if (twin)
      unresolved.push({
        name: read.path,
        why: `It is called ${read.name}, as the skill in ${twin.path} is.`,
      });
    else skills.set(read.name, read);
  }
  return { skills: [...skills.values()], unresolved };
}

function within(files: AgentFiles, path: string): SkillFolder | { why: string } {
  const skill = readSkill(files, path);
  if ("why" in skill) return skill;
  const text = files[`${path}/${SKILL_FILE}`] ?? "";
  if (text.length > MOST_CHARACTERS)
    return { why: `${path}/${SKILL_FILE} is longer than ${MOST_CHARACTERS} characters.` };
  const bytes = skill.files.reduce(
    (sum, file) => sum + Buffer.byteLength(files[`${path}/${file}`] ?? ""),
    0,
  );
  return bytes > MOST_BYTES ? { why: `${path} is larger than 5 MB.` } : skill;
}

const SOURCES: [key: string, place: string][] = [
  ["s3Uri", "S3"],
  ["gitUrl", "Git"],
  ["awsSkills", "AWS"],
];

function elsewhere(skill: HarnessSkill): { why: string } {
  const place =
    SOURCES.find(([key]) => typeof skill !== "string" && key in skill)?.[1] ?? "elsewhere";
  return {
    why: `Skills from ${place} are fetched on AgentCore only: here a skill is a folder of the agent.`,
  };
}

function nameOf(skill: HarnessSkill): string {
  if (typeof skill === "string") return skill;
  const { s3Uri, gitUrl } = skill as { s3Uri?: string; gitUrl?: string };
  return s3Uri ?? gitUrl ?? "awsSkills";
}

function loadSkill(skills: SkillFolder[], files: AgentFiles): AgentTool {
  const list = skills.map(({ name, description }) => `- ${name}: ${description}`).join("\n");
  return {
    name: "load_skill",
    description: `Gives the instructions of a skill and places its files in the workspace. Load one when its description fits the task, before beginning with it:\n${list}`,
    inputSchema: {
      type: "object",
      properties: { name: { type: "string", enum: skills.map(({ name }) => name) } },
      required: ["name"],
      additionalProperties: false,
    },
    source: "skill",
    class: "read",
    contained: true,
    run: async (input, { workspace }) => {
      const { name } = Input.parse(input);
      const skill = skills.find((each) => each.name === name);
      if (!skill) throw new AppError("not_found", `There is no skill ${name}.`);
      return place(skill, files, workspace);
    },
  };
}

async function place(
  { name, path, files: own }: SkillFolder,
  files: AgentFiles,
  workspace: ToolCall["workspace"],
): Promise<ToolOutcome> {
  const folder = `.skills/${name}`;
  const others = own.filter((file) => file !== SKILL_FILE);
  for (const file of own)
    await workspace.write(`${folder}/${file}`, files[`${path}/${file}`] ?? "");
  const where =
    others.length > 0
      ? `\n\n[Its files are in /workspace/${folder}: ${others.join(", ")}. Scripts are started by their program: bash or python3.]`
      : "";
  return { status: "success", content: [{ text: `${files[`${path}/${SKILL_FILE}`]}${where}` }] };
}
