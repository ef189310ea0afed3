import "server-only";
import { z } from "zod";
import type { UpdateRun } from "../contracts";

const text = z.string().min(1).max(500);

const Image = z.object({
  imageId: text.optional(),
  releaseVersion: text.optional(),
  release: text.optional(),
});

const Run = z.object({
  cluster: text,
  nodeClass: text,
  from: Image,
  to: Image.extend({ release: text }),
  startedBy: text,
  dryRun: z.boolean().optional(),
  attempt: text.optional(),
});

const Update = z.object({ updateId: z.uuid() });

/** What the state machine hands on when a step failed for good. */
const Failure = z.object({
  failure: z.object({
    run: Run,
    updateId: z.uuid().optional(),
    /** As Step Functions' Catch writes it; the cause is a function's error as JSON. */
    problem: z.object({ Error: z.string(), Cause: z.string().optional() }),
  }),
});
export type Failure = z.output<typeof Failure>["failure"];

const Detection = z.object({
  targets: z.array(z.object({ cluster: text, nodeClass: text })).optional(),
  startedBy: text.optional(),
  dryRun: z.boolean().optional(),
  /** EventBridge's own events, where a rule hands on no input of ours. */
  source: z.string().optional(),
});

export interface DetectEvent {
  targets?: { cluster: string; nodeClass: string }[];
  startedBy: string;
  dryRun: boolean;
}

/** By schedule, by an event, or by hand with `{targets?, startedBy?, dryRun?}`. @throws HopelessError */
export function readDetectEvent(event: unknown): DetectEvent {
  const { targets, startedBy, dryRun = false, source } = parse(Detection, event ?? {});
  const by = source === undefined ? "hand" : source === "aws.events" ? "schedule" : "event";
  return { ...(targets && { targets }), startedBy: startedBy ?? by, dryRun };
}

/** @throws HopelessError */
export const readRun = (event: unknown): UpdateRun => parse(Run, event);

/** @throws HopelessError */
export const readUpdateId = (event: unknown): { updateId: string } => parse(Update, event);

/** @throws HopelessError */
export function readNotifyEvent(event: unknown): { updateId: string } | { failure: Failure } {
  const failed = typeof event === "object" && event !== null && "failure" in event;
  return failed ? parse(Failure, event) : parse(Update, event);
}

/** No repetition can help; the state machine does not try one. */
export class HopelessError extends Error {
  override name = "HopelessError";
}

function parse<T>(shape: z.ZodType<T>, event: unknown): T {
  const parsed = shape.safeParse(event);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join(".") || "The event";
  throw new HopelessError(`${where} is not valid: ${issue?.message ?? "look at it again"}.`);
}
