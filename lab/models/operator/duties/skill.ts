import type { Duty, OfferedTool, Told } from "../model.ts";
import { overlap, stems } from "../words.ts";

const LOADS = /^(load_?skill|skills?)$/i;
const FITS = 2;

/** Loads the skill whose description fits the question, once in a conversation, before anything else. */
export const loadSkill: Duty = (told) => {
  const tool = told.tools.find(({ name }) => LOADS.test(name));
  if (!tool) return undefined;
  const loaded = new Set(
    told.calls.filter(({ name }) => name === tool.name).map(({ input }) => Object.values(input)[0]),
  );
  const asked = stems(told.question);
  const [best] = skillsOf(tool, told)
    .filter(({ name }) => !loaded.has(name))
    .map((skill) => ({
      ...skill,
      score:
        overlap(stems(`${skill.name} ${skill.description}`), asked) +
        (told.question.includes(skill.name) ? FITS : 0),
    }))
    .sort((a, b) => b.score - a.score);
  if (!best || best.score < FITS || told.now.some(({ name }) => name === tool.name))
    return undefined;
  const [argument = "name"] = tool.schema.required ?? Object.keys(tool.schema.properties ?? {});
  return {
    say: `The skill ${best.name} is about this.`,
    calls: [{ name: tool.name, input: { [argument]: best.name } }],
  };
};

/** Names with descriptions: in the system prompt's `<skill>` elements or lists, or in the tool's own description and schema. */
function skillsOf(tool: OfferedTool, { system }: Told): { name: string; description: string }[] {
  const text = `${system}\n${tool.description}`;
  const elements = [
    ...text.matchAll(
      /<skill>[\s\S]*?<name>\s*([\w-]+)\s*<\/name>[\s\S]*?<description>([\s\S]*?)<\/description>/g,
    ),
  ];
  const lists = [...text.matchAll(/^\s*[-*]\s+[`*]*([a-z][\w-]{1,63})[`*]*\s*[:–—-]\s+(.{8,})$/gm)];
  const names = Object.values(tool.schema.properties ?? {}).flatMap(({ enum: one }) => one ?? []);
  const found = [...elements, ...lists].map((match) => ({
    name: match[1] as string,
    description: (match[2] as string).trim(),
  }));
  const listed = found.filter(({ name }) => names.length === 0 || names.includes(name));
  const rest = names.flatMap((name) =>
    typeof name === "string" && !listed.some((skill) => skill.name === name)
      ? [{ name, description: "" }]
      : [],
  );
  return [...listed, ...rest];
}
