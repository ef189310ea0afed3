import { z } from "zod";
import { AgentName } from "./config";
import { MODEL_PROVIDERS } from "./session";

export const SessionId = z.string().regex(/^ses_[0-9a-f]{32}$/, "is no session");
const reason = z.string().trim().min(3, "say why, in a few words").max(1_000);
const message = z.string().trim().min(1, "say something").max(100_000);

const ModelInput = z.object({
  provider: z.enum(MODEL_PROVIDERS),
  modelId: z.string().min(1).max(2_048),
});

/** Starts a session with an agent (its name, or the ARN of a harness or runtime on AgentCore). */
export const InvokeAgentInput = z.object({
  agent: z.union([
    AgentName,
    z
      .string()
      .regex(/^arn:[\w-]+:bedrock-agentcore:/)
      .max(2_048),
  ]),
  message,
  mode: z.enum(["act", "plan"]).default("act"),
  model: ModelInput.optional(),
  /** Made by the browser, so that a repeated call starts one session. */
  requestKey: z.uuid(),
});
export type InvokeAgentInput = z.output<typeof InvokeAgentInput>;

export const SendMessageInput = z.object({ sessionId: SessionId, message, requestKey: z.uuid() });
export type SendMessageInput = z.output<typeof SendMessageInput>;

/** Goes on after a failure or a limit, without a new message. */
export const ResumeSessionInput = z.object({ sessionId: SessionId });
export type ResumeSessionInput = z.output<typeof ResumeSessionInput>;

export const StopRunInput = z.object({ sessionId: SessionId });
export type StopRunInput = z.output<typeof StopRunInput>;

export const SwitchModelInput = z.object({ sessionId: SessionId, model: ModelInput });
export type SwitchModelInput = z.output<typeof SwitchModelInput>;

export const SwitchModeInput = z.object({ sessionId: SessionId, mode: z.enum(["act", "plan"]) });
export type SwitchModeInput = z.output<typeof SwitchModeInput>;

export const RenameSessionInput = z.object({
  sessionId: SessionId,
  title: z.string().trim().min(1).max(200),
});
export type RenameSessionInput = z.output<typeof RenameSessionInput>;

export const ShareSessionInput = z.object({ sessionId: SessionId, shared: z.boolean() });
export type ShareSessionInput = z.output<typeof ShareSessionInput>;

/** A new session with all up to and with `seq`, and a copy of the workspace. */
export const ForkSessionInput = z.object({ sessionId: SessionId, seq: z.number().int().min(0) });
export type ForkSessionInput = z.output<typeof ForkSessionInput>;

/** A command straight in the session's sandbox, without the model. */
export const RunCommandInput = z.object({
  sessionId: SessionId,
  command: z.string().trim().min(1).max(20_000),
});
export type RunCommandInput = z.output<typeof RunCommandInput>;

/** Ids, a decision and the hash of what was shown; never the arguments, but where a person edited them. */
export const DecideCallInput = z
  .object({
    approvalId: z.uuid(),
    decision: z.enum(["approve", "deny"]),
    argumentsHash: z.string().regex(/^[0-9a-f]{64}$/),
    reason: z.string().trim().max(2_000).optional(),
    /** Replaces the arguments, as JSON; checked against the tool's schema, hashed and previewed anew. */
    editedInput: z.string().max(200_000).optional(),
  })
  .refine(({ decision, reason: why }) => decision === "approve" || (why?.length ?? 0) >= 3, {
    path: ["reason"],
    error: "say why, in a few words",
  });
export type DecideCallInput = z.output<typeof DecideCallInput>;

/** A tool that only a person can answer (an inline function without a command). */
export const AnswerCallInput = z.object({
  sessionId: SessionId,
  toolUseId: z.string().min(1).max(256),
  answer: z.string().max(100_000),
  status: z.enum(["success", "error"]).default("success"),
});
export type AnswerCallInput = z.output<typeof AnswerCallInput>;

/** A new agent or a new version: the folder's files. `basedOn` is the version that was edited. */
export const SaveAgentInput = z.object({
  name: AgentName,
  files: z.record(z.string().max(300), z.string().max(1_000_000)),
  basedOn: z.number().int().min(1).optional(),
  note: z.string().trim().max(500).optional(),
});
export type SaveAgentInput = z.output<typeof SaveAgentInput>;

/** An agent is no longer offered. `version` is the one in force that was looked at. */
export const RetireAgentInput = z.object({
  agent: AgentName,
  version: z.number().int().min(1),
  reason,
});
export type RetireAgentInput = z.output<typeof RetireAgentInput>;

/** A retired agent is offered again, as that version says. */
export const BringAgentBackInput = z.object({
  agent: AgentName,
  version: z.number().int().min(1),
});
export type BringAgentBackInput = z.output<typeof BringAgentBackInput>;

export const ForgetMemoryInput = z.object({ memoryId: z.uuid() });
export type ForgetMemoryInput = z.output<typeof ForgetMemoryInput>;

/** Stops runs and lets none start: of one agent, or of all. */
export const SwitchOffInput = z.object({ agent: z.string().max(2_048).optional(), reason });
export type SwitchOffInput = z.output<typeof SwitchOffInput>;

export const SwitchOnInput = z.object({ agent: z.string().max(2_048).optional() });
export type SwitchOnInput = z.output<typeof SwitchOnInput>;
