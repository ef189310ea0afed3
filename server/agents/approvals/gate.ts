import "server-only";
import { randomUUID } from "node:crypto";
import type { Approval } from "@/lib/agents/approval";
import { offSentence } from "@/lib/agents/eligibility";
import type { Json } from "@/lib/agents/events";
import type { Judgement } from "@/lib/agents/judge-call";
import { leastRole, may } from "@/lib/platform/permissions";
import type { AgentTool, Gate } from "../contracts";
import { checkApproved } from "./check-approved";
import type { GatedCall, GateParts, Verdict } from "./gate-parts";
import { hashArguments } from "./hash-arguments";
import { judgeTool } from "./judge-tool";
import { previewCall } from "./preview-call";

type Refusal = Extract<Verdict, { verdict: "refuse" }>;

/** Stands before every effect. What it says rests on the database at the moment of the call. */
export const approvalGate = (parts: GateParts): Gate => ({
  async admit(tool, input, call) {
    const judged = judgeTool(tool, input, call);
    const verdict = await admitCall(parts, tool, input, call, judged);
    if (verdict.verdict === "refuse")
      await parts.recordRefusal({ call, tool: tool.name, input, ...verdict });
    return verdict;
  },
});

async function admitCall(
  parts: GateParts,
  tool: AgentTool,
  input: Json,
  call: GatedCall,
  judged: Judgement,
): Promise<Verdict> {
  const { class: toolClass } = judged;
  const refuse = (rule: string, why: string, approval?: Approval): Refusal => ({
    verdict: "refuse",
    class: toolClass,
    rule,
    why,
    ...(approval && { approval }),
  });

  const off = await parts.switches.of(call.agent);
  if (off)
    return refuse(
      off.retired ? "The agent is retired." : "The kill switch is on.",
      offSentence(off),
    );
  const person = await parts.personById(call.person.id);
  if (!person)
    return refuse(
      "An agent acts as the person who invoked it.",
      `${call.person.name} may no longer sign in, so nothing is done in their name.`,
    );
  for (const permission of ["agent.use" as const, ...(tool.permission ? [tool.permission] : [])])
    if (!may(person.role, permission))
      return refuse(
        "An agent may do no more than the person who invoked it.",
        `${tool.name} needs the role ${leastRole(permission)}; ${person.name} is ${person.role}.`,
      );
  if (judged.action === "deny") return refuse(judged.rule, `It was not run. ${judged.rule}`);

  const asked = hashArguments({ ...call, tool: tool.name, input });
  const approval = await parts.approvals.ofCall(call.sessionId, call.toolUseId);
  if (approval) return checkApproved(parts, { tool, call, approval, asked, refuse });
  if (judged.action === "allow")
    return { verdict: "run", input, class: toolClass, rule: judged.rule };

  const preview = await previewCall(tool, input, call);
  if (typeof preview === "string") return refuse(judged.rule, preview);
  const now = parts.now();
  const opened = await parts.approvals.open({
    id: randomUUID(),
    sessionId: call.sessionId,
    runId: call.runId,
    toolUseId: call.toolUseId,
    agent: call.agent,
    tool: tool.name,
    class: toolClass,
    input,
    argumentsHash: asked,
    preview,
    rule: judged.rule,
    requestedBy: { id: person.id, name: person.name, email: person.email },
    requestedAt: now.toISOString(),
    expiresAt: new Date(
      now.getTime() + call.definition.console.approvals.expiresSeconds * 1_000,
    ).toISOString(),
    who: judged.who,
    asks: tool.answeredByPerson ? "answer" : "decision",
    ...(tool.permission && { permission: tool.permission }),
  });
  parts.asked(opened);
  return { verdict: "wait", class: toolClass, rule: judged.rule, approval: opened };
}
