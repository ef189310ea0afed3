import "server-only";
import type { SwitchOnInput } from "@/lib/agents/inputs";
import type { Ctx } from "@/server/platform/ctx";
import { consoleEngine } from "./console-parts";

/** Lifts the switch of one agent, or the one for all; nothing is resumed by itself. */
export async function switchOn({
  input,
}: {
  ctx: Ctx;
  input: SwitchOnInput;
}): Promise<{ message: string }> {
  const { parts, changed } = consoleEngine();
  await parts.switches.on(input.agent);
  changed();
  return { message: input.agent ? "The agent may run again." : "Agents may run again." };
}
