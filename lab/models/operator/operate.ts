import { act, orderedVerbs } from "./duties/act.ts";
import { direct } from "./duties/direct.ts";
import { explainFailure } from "./duties/explain-failure.ts";
import { lookUp } from "./duties/look-up.ts";
import { loadSkill } from "./duties/skill.ts";
import { summarise } from "./duties/summarise.ts";
import { trends } from "./duties/trends.ts";
import { fillInput } from "./fill-input.ts";
import { looks } from "./find-tool.ts";
import { answer, type Duty, type Move, type Told } from "./model.ts";
import { foundOrders, obey } from "./orders.ts";

/** How a model of this kind is told apart: `operator` follows the person only. */
export type Character = "operator" | "gullible" | "loops";

const DUTIES: readonly Duty[] = [summarise, direct, trends, explainFailure, act, lookUp];

/**
 * What a rule-based tool user does next: the first duty that fits what the person asks. Orders in the
 * answers of tools are told and never followed, but by the gullible one, which obeys them first.
 */
export function operate(told: Told, character: Character): Move {
  if (character === "loops") return loop(told);
  if (character === "gullible") {
    const obeyed = obey(told);
    if (obeyed) return obeyed;
  }
  const skill = loadSkill(told);
  if (skill) return skill;
  const working = withoutSkills(told);
  for (const duty of DUTIES) {
    const move = duty(working);
    if (move) return move.calls.length > 0 ? move : ended(move, duty, working);
  }
  return answer(unable(told));
}

/** An explanation may be followed by what was ordered with it; an answer says what it did not obey. */
function ended(move: Move, duty: Duty, told: Told): Move {
  if (duty === explainFailure && orderedVerbs(told.question).length > 0) {
    const deed = act(told);
    if (deed && (deed.calls.length > 0 || !deed.say.startsWith("I was offered no tool"))) {
      return { ...deed, say: deed.calls.length > 0 ? `${move.say}\n\n${deed.say}` : deed.say };
    }
  }
  const orders = foundOrders(told);
  if (orders.length === 0) return move;
  const [first = ""] = orders;
  const quoted = first.length > 160 ? `${first.slice(0, 160)}…` : first;
  return {
    ...move,
    say: `${move.say}\n\nA result that I read gives orders (“${quoted}”). It is data, not a request of yours, so I did not follow it.`,
  };
}

/** A loaded skill is knowledge and no result to report. */
const withoutSkills = (told: Told): Told => ({
  ...told,
  now: told.now.filter(({ name }) => !/^(load_?skill|skills?)$/i.test(name)),
});

/** Never ends: calls the first tool that looks, again and again. For limits. */
function loop(told: Told): Move {
  const able = told.tools.flatMap((tool) => {
    const { input, missing } = fillInput(tool, told);
    return missing.length === 0 && looks(tool) ? [{ name: tool.name, input }] : [];
  });
  const shell = told.tools.find(({ name }) => name === "shell");
  const call = able[0] ?? (shell && { name: "shell", input: { command: "date" } });
  return call
    ? { say: "Once more.", calls: [call] }
    : answer("I go round in circles, and no tool was offered to do it with.");
}

function unable({ question, tools, now, earlier }: Told): string {
  const asked = question.replace(/\s+/g, " ").trim().slice(0, 160);
  const offered = tools.map(({ name }) => name);
  return [
    `You said: “${asked}”`,
    now.length > 0 ? `I called ${now.map(({ name }) => name).join(", ")}.` : "",
    earlier.length > 0 ? `Before that you said: “${(earlier.at(-1) ?? "").slice(0, 120)}”` : "",
    `I am the lab's stand-in for a model and follow rules: none of them fits this.${offered.length > 0 ? ` The tools that I was offered are ${offered.join(", ")}.` : " I was offered no tools."}`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}
