import type { Model } from "../../../models/catalogue.ts";
import type { StreamStep } from "../stream-reply.ts";
import type { Reply, Turn } from "../turn.ts";

export type Body = Record<string, unknown>;

/** A way in which InvokeModel's body may be written; the lab's text models take all of them. */
export interface Form {
  /** Whether a body is meant in this form. */
  fits(body: Body): boolean;
  /** Throws `ValidationException`. */
  turn(model: Model, body: Body): Turn;
  answer(reply: Reply, model: Model): unknown;
  /** The objects of a streamed answer, each the payload of one chunk. */
  steps(reply: Reply, model: Model, latencyMs: () => number): Iterable<StreamStep>;
}
