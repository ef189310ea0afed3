/**
 * One model of events for every agent: the union that Amazon Bedrock AgentCore's InvokeHarness
 * streams, one key per event, with the console's own kinds beside it (prefixed `x_`). Agents that
 * run in AWS and agents that run here are journaled, shown and searched alike.
 * Source: `InvokeHarnessStreamOutput` of `@aws-sdk/client-bedrock-agentcore`.
 */
import type { ToolClass, ToolSource } from "./tool";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** AgentCore's reasons, in its words; `interrupted` also when a person is asked. */
export const STOP_REASONS = [
  "end_turn",
  "tool_use",
  "tool_result",
  "interrupted",
  "partial_turn",
  "max_tokens",
  "stop_sequence",
  "content_filtered",
  "malformed_model_output",
  "malformed_tool_use",
  "model_context_window_exceeded",
  "max_iterations_exceeded",
  "max_output_tokens_exceeded",
  "timeout_exceeded",
  "hook_stopped",
  // The console's own.
  "x_cancelled",
  "x_budget_exceeded",
  "x_failed",
] as const;
export type StopReason = (typeof STOP_REASONS)[number];

/** A file of the session's workspace that a tool produced, shown inline when it is a picture. */
export interface Picture {
  /** Path in the workspace, e.g. `artifacts/chart-1.png`. */
  path: string;
  mediaType: string;
  bytes: number;
}

export type ToolResultPart =
  | { text: string; json?: undefined; x_picture?: undefined }
  | { json: Json; text?: undefined; x_picture?: undefined }
  | { x_picture: Picture; text?: undefined; json?: undefined };

export interface TokenUsage {
  inputTokens: number;
  outputTokens: number;
  totalTokens: number;
  cacheReadInputTokens?: number;
  cacheWriteInputTokens?: number;
}

/** The events of the wire. */
export type HarnessEvent =
  | { messageStart: { role: "user" | "assistant" } }
  | {
      contentBlockStart: {
        contentBlockIndex: number;
        start?: {
          toolUse?: {
            toolUseId: string;
            name: string;
            type?: string;
            serverName?: string;
            /** Of a model that wants its own thoughts back with the result. */
            x_signature?: string;
          };
          toolResult?: { toolUseId: string; status?: "success" | "error" };
        };
      };
    }
  | {
      contentBlockDelta: {
        contentBlockIndex: number;
        delta: {
          text?: string;
          /** A piece of the arguments' JSON. */
          toolUse?: { input: string };
          toolResult?: ToolResultPart[];
          reasoningContent?: { text?: string };
        };
      };
    }
  | { contentBlockStop: { contentBlockIndex: number } }
  | { messageStop: { stopReason: StopReason } }
  /** `x_nanoUsd` is absent where nobody knows the price. */
  | { metadata: { usage: TokenUsage; metrics: { latencyMs: number }; x_nanoUsd?: number } };

/** A call of a tool on its way: the write-ahead record that a crash is judged by. */
export interface ToolStep {
  toolUseId: string;
  name: string;
  /**
   * `requested` the model asked · `waiting` for a person · `approved`, `denied`, `expired` decided ·
   * `started` the effect may have happened from here on · `output` live text · `finished` result known ·
   * `unknown` the process died between started and finished and nobody can tell: never repeated.
   */
  phase:
    | "requested"
    | "waiting"
    | "approved"
    | "denied"
    | "expired"
    | "started"
    | "output"
    | "finished"
    | "unknown";
  class?: ToolClass;
  source?: ToolSource;
  server?: string;
  /** The rule that let it pass, asked or refused, in words: "read tools run without asking". */
  rule?: string;
  /** SHA-256 of the canonical arguments, hex. */
  argumentsHash?: string;
  approvalId?: string;
  /** Who decided. */
  by?: string;
  reason?: string;
  /** `approved`: the arguments that run instead of the model's, when a person edited them. */
  editedInput?: Json;
  /** `output`: what came, and on which stream. */
  output?: { stream: "stdout" | "stderr"; text: string };
  /** `finished`: the result as the model gets it. */
  result?: { status: "success" | "error"; content: ToolResultPart[] };
  durationMs?: number;
}

/** The console's own events. */
export type ConsoleEvent =
  | { x_run: { phase: "started"; by: string; model: string; mode: SessionMode } }
  | { x_run: { phase: "resumed"; why: string } }
  | { x_run: { phase: "ended"; stopReason: StopReason; problem?: string; durationMs: number } }
  | { x_tool: ToolStep }
  /** A command of a person's in the sandbox, without the model. */
  | {
      x_command:
        | { id: string; phase: "started"; by: string; command: string }
        | { id: string; phase: "output"; stream: "stdout" | "stderr"; text: string }
        | {
            id: string;
            phase: "finished";
            exitCode: number | null;
            durationMs: number;
            problem?: string;
          };
    }
  /** What of the conversation the model no longer sees, and the summary that stands for it. */
  | { x_context: { droppedMessages: number; summary?: string } }
  | { x_skill: { name: string; phase: "loaded" } }
  | {
      x_session: {
        change: "renamed" | "model" | "mode" | "shared" | "unshared";
        by: string;
        to?: string;
      };
    }
  | { x_session: { change: "forked"; by: string; from: { sessionId: string; seq: number } } }
  | { x_memory: { phase: "remembered" | "recalled"; texts: string[] } }
  /** `again`: it is tried once more. */
  | { x_problem: { message: string; again?: true } };

export type SessionMode = "act" | "plan";

export type JournalEvent = HarnessEvent | ConsoleEvent;

/** One line of a session's journal: append-only, `seq` counts from 1 without gaps. */
export type JournalEntry = {
  seq: number;
  /** ISO 8601. */
  at: string;
  /** Which run it belongs to; absent for what happens between runs. */
  runId?: string;
} & { event: JournalEvent };
