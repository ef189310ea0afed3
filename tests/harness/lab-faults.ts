import type { FaultRule } from "../../lab/core/faults.ts";

type Lab = { labUrl: string };
type Rule = FaultRule & { met: number };

/** Lets the lab misbehave by these rules, instead of by those before. The same requests are met in every run. */
export async function setFaults(lab: Lab, ...rules: FaultRule[]): Promise<void> {
  const body = JSON.stringify({ rules, seed: 7 });
  await ask(lab, { method: "PUT", body });
}

/** Ends all misbehaviour. */
export const clearFaults = (lab: Lab): Promise<Rule[]> => ask(lab, { method: "DELETE" });

/** How many requests each rule met so far, in their order. */
export async function metFaults(lab: Lab): Promise<number[]> {
  return (await ask(lab)).map(({ met }) => met);
}

async function ask({ labUrl }: Lab, request: RequestInit = {}): Promise<Rule[]> {
  const answer = await fetch(`${labUrl}/_lab/faults`, request);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`The lab refused the faults: ${text}`);
  return (JSON.parse(text) as { rules: Rule[] }).rules;
}
