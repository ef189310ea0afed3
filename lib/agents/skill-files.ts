import type { AgentFiles, HarnessSkill } from "./config";

export interface SkillFolder {
  name: string;
  description: string;
  /** Relative to the agent's folder, without `./`. */
  path: string;
  /** Paths relative to the skill's folder, SKILL.md included. */
  files: string[];
}

export const SKILL_FILE = "SKILL.md";

/** Where a skill of `harness.json` is in the agent's folder; undefined when it is somewhere else. */
export function skillPathOf(skill: HarnessSkill): string | undefined {
  if (typeof skill !== "string" && ("s3Uri" in skill || "gitUrl" in skill || "awsSkills" in skill))
    return undefined;
  const path = typeof skill === "string" ? skill : (skill as { path: string }).path;
  return path
    .replace(/^\.\//, "")
    .replace(/\/+$/, "")
    .replace(/\/SKILL\.md$/, "");
}

/** A skill of the folder, or why it is none: one sentence. */
export function readSkill(files: AgentFiles, path: string): SkillFolder | { why: string } {
  const text = files[`${path}/${SKILL_FILE}`];
  if (text === undefined) return { why: `${path}/${SKILL_FILE} is not there.` };
  const head = frontMatter(text);
  if (!head)
    return { why: `${path}/${SKILL_FILE} must begin with name and description between --- lines.` };
  const { name, description } = head;
  if (!name || !/^[a-z0-9][a-z0-9-]{0,63}$/.test(name))
    return {
      why: `${path}/${SKILL_FILE}: name must have small letters, digits and hyphens, 64 at most.`,
    };
  if (!description || description.length > 1_024)
    return {
      why: `${path}/${SKILL_FILE}: description must have 1 to 1,024 characters: it says when to use the skill.`,
    };
  const inside = Object.keys(files).filter((file) => file.startsWith(`${path}/`));
  return {
    name,
    description,
    path,
    files: inside.map((file) => file.slice(path.length + 1)).sort(),
  };
}

/** The texts between the first two `---` lines: `key: value`, quoted, or folded over indented lines. */
export function frontMatter(text: string): Record<string, string> | undefined {
  const found = /^\ufeff?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(text);
  if (!found) return undefined;
  const values: Record<string, string> = {};
  let key: string | undefined;
  for (const line of (found[1] ?? "").split(/\r?\n/)) {
    const pair = /^([A-Za-z][\w-]*):[ \t]*(.*)$/.exec(line);
    if (pair?.[1]) {
      key = pair[1];
      values[key] = /^[>|][+-]?$/.test(pair[2] ?? "") ? "" : unquoted(pair[2] ?? "");
    } else if (key && /^\s+\S/.test(line)) values[key] = `${values[key]} ${line.trim()}`.trim();
  }
  return values;
}

const unquoted = (value: string): string => {
  const trimmed = value.trim();
  const quoted = /^(["'])(.*)\1$/.exec(trimmed);
  return quoted ? (quoted[2] ?? "") : trimmed;
};
