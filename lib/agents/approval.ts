import type { Permission } from "@/lib/platform/permissions";
import type { Json } from "./events";
import type { ToolClass } from "./tool";

export const APPROVAL_STATES = [
  "pending",
  "approved",
  "denied",
  "expired",
  /** Approved and spent: an approval counts once. */
  "used",
  /** The run was stopped, or the agent switched off, before it was decided. */
  "void",
] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];

/** What a call would do, in the feature's own words: made by the server, shown on the card. */
export interface EffectPreview {
  /** One sentence: "Retries the failed actions of stage Deploy in pipeline lab-app." */
  sentence: string;
  /** What is true now and what would be; a row each. */
  rows?: { label: string; before?: string; after: string }[];
  /** A unified diff, where text changes. */
  diff?: string;
  /** Console path where the thing itself can be looked at. */
  href?: string;
  /** Of what the preview rests on; another hash at execution means that it went stale. */
  evidenceHash?: string;
}

/** A call that waits for a person, or waited. The arguments live here and nowhere in the browser's hands. */
export interface Approval {
  id: string;
  sessionId: string;
  runId: string;
  toolUseId: string;
  agent: string;
  tool: string;
  class: ToolClass;
  /** What will run: as the model asked, or as a person edited it. */
  input: Json;
  /** What the model asked, when a person edited it. */
  askedInput?: Json;
  /** SHA-256 of agent, session, tool, toolUseId and the canonical `input`, hex. Deciding names it. */
  argumentsHash: string;
  preview: EffectPreview;
  /** Why the policy asks, in words. */
  rule: string;
  /** On whose behalf the agent acts. */
  requestedBy: { id: string; name: string; email: string };
  requestedAt: string;
  expiresAt: string;
  /** `other`: nobody decides their own. */
  who: "anyone" | "other";
  /** The tool's own permission: whoever decides must have it beside `agent.approve`. */
  permission?: Permission;
  /** `answer`: no consent is asked for, but the result itself: a tool that only a person can answer. */
  asks?: "decision" | "answer";
  state: ApprovalState;
  decidedBy?: { id: string; name: string; email: string };
  decidedAt?: string;
  reason?: string;
  usedAt?: string;
}
