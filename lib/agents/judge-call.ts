/**
 * What the policy says of a call, without looking at anything else. The agent's page, the gate before
 * every effect and the tests all ask here.
 */
import type { ConsoleConfig } from "./config";
import type { SessionMode } from "./events";
import { matchesName } from "./match-name";
import { TOOL_CLASSES, type ToolClass, type ToolSource } from "./tool";

export interface CallFacts {
  /** As the model calls it. */
  tool: string;
  source: ToolSource;
  /** Of an MCP or gateway tool. */
  server?: string;
  /** Of this very call; what is no class counts as the worst. */
  class: ToolClass | undefined;
  /** Only a person can answer it. */
  answeredByPerson?: boolean;
  mode: SessionMode;
}

export interface Judgement {
  action: "allow" | "ask" | "deny";
  /** `other`: whoever invoked the agent may not decide it. */
  who: "anyone" | "other";
  class: ToolClass;
  /** The rule in words, for journal and card. */
  rule: string;
}

export type ApprovalPolicy = ConsoleConfig["approvals"];

/**
 * Plan mode first, then the first rule that fits, then what holds for the class. A configuration can
 * make it stricter than the class demands, never laxer: what changes something asks a person, what
 * destroys asks another one.
 */
export function judgeCall(policy: ApprovalPolicy, facts: CallFacts): Judgement {
  const known = facts.class !== undefined && TOOL_CLASSES.includes(facts.class);
  const toolClass = known && facts.class ? facts.class : "destroy";
  const who = (asked: "anyone" | "other" | undefined) =>
    toolClass === "destroy" ? "other" : (asked ?? "anyone");
  const said = (action: Judgement["action"], rule: string, asked?: "anyone" | "other") => ({
    action,
    who: who(asked),
    class: toolClass,
    rule,
  });

  if (facts.mode === "plan" && toolClass !== "read")
    return said("deny", "In plan mode only tools that read may run.");
  if (!known) return said("ask", "A call of unknown class asks another person.");

  const names = namesOf(facts);
  const fits = policy.rules.find((rule) => names.some((name) => matchesName(rule.tool, name)));
  if (fits) {
    const told = `The agent's rule for ${fits.tool}`;
    if (fits.action === "deny") return said("deny", `${told} refuses it.`);
    if (fits.action === "ask") return said("ask", `${told} asks ${whom(who(fits.who))}.`, fits.who);
    if (toolClass === "read" && !facts.answeredByPerson)
      return said("allow", `${told} lets it run.`);
  }
  if (facts.answeredByPerson) return said("ask", "Only a person can answer this tool.", fits?.who);

  const action = policy.classes[toolClass];
  const verb = VERBS[toolClass];
  if (action === "deny") return said("deny", `This agent may use no tools that ${verb}.`);
  if (action === "allow") return said("allow", `Tools that ${verb} run without asking.`);
  return said("ask", `Tools that ${verb} ask ${whom(who(fits?.who))}.`, fits?.who);
}

const VERBS: Record<ToolClass, string> = { read: "read", change: "change", destroy: "destroy" };
const whom = (who: "anyone" | "other"): string => (who === "other" ? "another person" : "a person");

/** By what a rule may name it: `release_read_pipeline`, `@builtin/shell`, `@news/top`. */
export function namesOf({ tool, source, server }: Pick<CallFacts, "tool" | "source" | "server">) {
  if (!server) return source === "builtin" ? [tool, `@builtin/${tool}`] : [tool];
  const own = tool.startsWith(`${server}_`) ? tool.slice(server.length + 1) : tool;
  return [tool, `@${server}/${own}`];
}
