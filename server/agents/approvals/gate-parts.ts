import "server-only";
import type { Approval } from "@/lib/agents/approval";
import type { Json } from "@/lib/agents/events";
import type { ToolClass } from "@/lib/agents/tool";
import type { AgentParts, Gate } from "../contracts";

/** What the gate is told of a call. */
export type GatedCall = Parameters<Gate["admit"]>[2];
export type Verdict = Awaited<ReturnType<Gate["admit"]>>;

/** A call that did not get through, for the ledger. */
export interface RefusedCall {
  call: GatedCall;
  tool: string;
  input: Json;
  class: ToolClass;
  rule: string;
  why: string;
  approval?: Approval;
}

export interface GateParts
  extends Pick<AgentParts, "approvals" | "journal" | "switches" | "personById" | "now"> {
  /** Never throws. */
  recordRefusal(refused: RefusedCall): Promise<void>;
  /** Something waits for a person now. */
  asked(approval: Approval): void;
}
