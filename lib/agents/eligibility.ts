/**
 * Who may do what with agents and their sessions, and why not. The tooltip of the disabled button and
 * the refusal of the server are the same sentence: both come from here.
 */
import { ALLOWED, type Eligibility, no } from "@/lib/platform/eligibility";
import { plural } from "@/lib/platform/format";
import { leastRole, may, type Permission, type Role } from "@/lib/platform/permissions";
import type { Approval, ApprovalState } from "./approval";
import type { Session } from "./session";
import type { AgentSummary, SwitchedOff } from "./views";

/** Who asks. */
export interface Me {
  id: string;
  role: Role;
}

const needs = (me: Me, permission: Permission, verb: string): Eligibility =>
  may(me.role, permission)
    ? ALLOWED
    : no(`Needs the role ${leastRole(permission)} to ${verb}; you are ${me.role}.`);

const OVER: Record<Exclude<ApprovalState, "pending">, string> = {
  approved: "It is approved already.",
  used: "It is approved already, and was done.",
  denied: "It is denied already.",
  expired: "Nobody decided it in time, so it was refused.",
  void: "It is no longer asked for: the run was stopped.",
};

export type DecideFacts = Pick<
  Approval,
  "class" | "who" | "permission" | "state" | "expiresAt" | "asks"
> & {
  requestedBy: Pick<Approval["requestedBy"], "id">;
  /** Who decided it already. */
  decidedBy?: Pick<NonNullable<Approval["decidedBy"]>, "name">;
};

/** Deciding a call: needs what the call itself needs, and what destroys is never decided by who asked. */
export function canDecideCall(approval: DecideFacts, me: Me, now: Date): Eligibility {
  const answers = approval.asks === "answer";
  const verb = answers ? "answer this" : "decide this";
  const role = needs(me, "agent.approve", verb);
  // Who is talked to answers for themselves; consent is something else.
  if (!role.allowed && !(answers && me.id === approval.requestedBy.id)) return role;
  if (approval.permission) {
    const own = needs(me, approval.permission, verb);
    if (!own.allowed) return own;
  }
  if (approval.state !== "pending") {
    const by = approval.decidedBy ? ` ${approval.decidedBy.name} was first.` : "";
    return no(`${OVER[approval.state]}${by}`);
  }
  if (Date.parse(approval.expiresAt) <= now.getTime()) return no(OVER.expired);
  if (mayNotBeOwn(approval) && me.id === approval.requestedBy.id)
    return no(
      approval.class === "destroy"
        ? "You invoked this agent: what destroys is decided by somebody else."
        : "You invoked this agent: this call is decided by somebody else.",
    );
  return ALLOWED;
}

const mayNotBeOwn = ({ class: toolClass, who }: Pick<Approval, "class" | "who">): boolean =>
  toolClass === "destroy" || who === "other";

type SessionFacts = Pick<Session, "owner" | "shared">;
export const isOwner = (session: Pick<Session, "owner">, me: Me): boolean =>
  session.owner.id === me.id;

/** `asked`: a call of it waits for somebody, or waited: who may decide sees what it is about. */
export function canReadSession(session: SessionFacts, me: Me, asked: boolean): Eligibility {
  const role = needs(me, "agent.read", "read sessions");
  if (!role.allowed) return role;
  if (isOwner(session, me) || session.shared || may(me.role, "agent.manage")) return ALLOWED;
  if (asked && may(me.role, "agent.approve")) return ALLOWED;
  return no("This session is somebody else's and is not shared.");
}

/** Writing, stopping, renaming, switching: the owner's. */
export function canWriteSession(session: Pick<Session, "owner">, me: Me): Eligibility {
  const role = needs(me, "agent.use", "use agents");
  if (!role.allowed) return role;
  return isOwner(session, me) ? ALLOWED : no("This session is somebody else's; you can only read.");
}

/** A run is stopped by its owner, and by whoever may switch agents off. */
export function canStopRun(session: Pick<Session, "owner" | "state">, me: Me): Eligibility {
  const own = canWriteSession(session, me);
  if (!own.allowed && !may(me.role, "agent.approve")) return own;
  if (session.state !== "running" && session.state !== "waiting")
    return no("Nothing runs in this session.");
  return ALLOWED;
}

/** A message, or going on without one. */
export function canSend(
  session: Pick<Session, "owner" | "state">,
  me: Me,
  off: SwitchedOff | undefined,
): Eligibility {
  const own = canWriteSession(session, me);
  if (!own.allowed) return own;
  if (off) return no(offSentence(off));
  if (session.state === "running")
    return no("The agent is at work; wait until it is done, or stop it first.");
  if (session.state === "waiting")
    return no(
      "A call waits for a decision; it goes on by itself then. Stop it to say something else.",
    );
  return ALLOWED;
}

/** The kill switch is never off for old figures: who wants agents to stop does not wait for them. */
export const canSwitchOff = (me: Me): Eligibility =>
  needs(me, "agent.approve", "switch agents off");

export const canSwitchOn = (me: Me): Eligibility =>
  needs(me, "agent.manage", "switch agents on again");

export const canSaveAgent = (me: Me): Eligibility => needs(me, "agent.manage", "change agents");

/** Retiring is no emergency: what is under way is ended first, by whoever it is for or the kill switch. */
export function canRetireAgent(
  me: Me,
  { running, waiting }: Pick<AgentSummary, "running" | "waiting">,
): Eligibility {
  const role = needs(me, "agent.manage", "retire agents");
  if (!role.allowed) return role;
  if (running + waiting === 0) return ALLOWED;
  const sessions = (count: number, one: string, more: string) =>
    count === 0 ? [] : [`${plural(count, "session")} ${count === 1 ? one : more}`];
  const under = [
    ...sessions(running, "is at work", "are at work"),
    ...sessions(waiting, "waits for a person", "wait for a person"),
  ].join(" and ");
  const them = running + waiting === 1 ? "it" : "them";
  return no(`${under}: let ${them} end, or stop ${them}, before the agent is retired.`);
}

export const canBringAgentBack = (me: Me): Eligibility =>
  needs(me, "agent.manage", "bring agents back");

export function offSentence({ agent, by, reason, retired }: SwitchedOff): string {
  const what = retired
    ? "This agent was retired"
    : `${agent ? "This agent is" : "All agents are"} switched off`;
  return `${what} by ${by}: ${/[.!?]$/.test(reason) ? reason : `${reason}.`}`;
}
