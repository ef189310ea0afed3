import "server-only";
import type { Approval } from "@/lib/agents/approval";
import { canDecideCall } from "@/lib/agents/eligibility";
import type { AgentTool } from "../contracts";
import type { GatedCall, GateParts, Verdict } from "./gate-parts";
import { hashArguments } from "./hash-arguments";
import { judgeTool } from "./judge-tool";
import { previewCall } from "./preview-call";

interface Case {
  tool: AgentTool;
  call: GatedCall;
  approval: Approval;
  /** The hash of what the model asks now. */
  asked: string;
  refuse(rule: string, why: string, approval: Approval): Verdict;
}

/** A decision is for now: it may be carried out so long after it, or while it could still be made. */
const GRACE_MS = 60_000;

/**
 * A call that was put before a person: still waiting, refused, or checked once more, every fact anew,
 * before the approval is spent.
 */
export async function checkApproved(parts: GateParts, given: Case): Promise<Verdict> {
  const { tool, call, asked } = given;
  let { approval } = given;
  const refuse = (rule: string, why: string) => given.refuse(rule, why, approval);

  if (isLate(approval, parts.now()) && approval.state === "pending") {
    await parts.approvals.expire();
    approval = await parts.approvals.byId(approval.id);
  }
  const identity = { ...call, tool: tool.name };
  if (hashArguments({ ...identity, input: approval.askedInput ?? approval.input }) !== asked)
    return refuse(
      "An approval is for the arguments that were shown.",
      "A call of the same id was put before a person with other arguments.",
    );
  const judged = judgeTool(tool, approval.input, call);
  switch (approval.state) {
    case "pending":
      return { verdict: "wait", class: judged.class, rule: approval.rule, approval };
    case "denied":
      return refuse(
        approval.rule,
        `${approval.decidedBy?.name ?? "A person"} refused it${approval.reason ? `: ${approval.reason}` : "."}`,
      );
    case "expired":
      return refuse("An approval that nobody gives is a refusal.", "Nobody decided it in time.");
    case "void":
      return refuse(
        "Stopping a run withdraws what it asked for.",
        "The run was stopped before it was decided.",
      );
    case "used":
      // Spent in the moment before a crash: what was never begun may still be done, once.
      if (!(await wasBegun(parts, call)) || tool.contained || judged.class === "read") break;
      return refuse("An approval counts once.", "It was begun before and is never repeated.");
    case "approved":
      break;
  }

  const why = await whyNoLonger(parts, given, approval);
  if (why) return refuse("Everything is checked once more before an approved call runs.", why);
  if (
    approval.state === "approved" &&
    !(await parts.approvals.use(approval.id, approval.argumentsHash))
  )
    return refuse("An approval counts once.", "The approval was spent or changed meanwhile.");
  const by = approval.decidedBy?.name ?? "a person";
  return {
    verdict: "run",
    input: approval.input,
    class: judged.class,
    rule:
      approval.askedInput === undefined ? `${by} approved it.` : `${by} edited and approved it.`,
    approval: { ...approval, state: "used" },
  };
}

/** The first fact that the decision rested on and that holds no more. */
async function whyNoLonger(
  parts: GateParts,
  { tool, call }: Case,
  approval: Approval,
): Promise<string | undefined> {
  const { decidedBy, decidedAt, input } = approval;
  const identity = { ...call, tool: tool.name };
  if (hashArguments({ ...identity, input }) !== approval.argumentsHash)
    return "The arguments are not the ones that were approved.";
  const judged = judgeTool(tool, input, call);
  if (judged.action === "deny") return judged.rule;
  if (!decidedBy) return "It is not known who approved it.";
  const now = parts.now();
  if (isLate(approval, now) && now.getTime() > Date.parse(decidedAt ?? "") + GRACE_MS)
    return "Its time was over before it could run.";
  const approver = await parts.personById(decidedBy.id);
  if (!approver) return `${decidedBy.name}, who approved it, may no longer sign in.`;
  const verdict = canDecideCall(
    {
      ...approval,
      state: "pending",
      expiresAt: new Date(now.getTime() + GRACE_MS).toISOString(),
      class: judged.class,
      who: approval.who === "other" ? "other" : judged.who,
      ...(tool.permission && { permission: tool.permission }),
    },
    approver,
    now,
  );
  if (!verdict.allowed) return `${decidedBy.name}, who approved it, may no longer do so.`;
  const preview = await previewCall(tool, input, call);
  if (typeof preview === "string") return preview;
  if (preview.evidenceHash !== approval.preview.evidenceHash)
    return "What it rests on changed since it was approved; look again and ask anew.";
  return undefined;
}

const isLate = ({ expiresAt }: Approval, now: Date): boolean =>
  Date.parse(expiresAt) <= now.getTime();

async function wasBegun(parts: GateParts, { sessionId, toolUseId }: GatedCall): Promise<boolean> {
  const entries = await parts.journal.read(sessionId);
  return entries.some(
    ({ event }) =>
      "x_tool" in event && event.x_tool.toolUseId === toolUseId && event.x_tool.phase === "started",
  );
}
