import "server-only";
import { z } from "zod";
import type { AmiConfig } from "@/lib/ami-updates/config";
import { isSigned } from "@/server/github/verify-signature";
import { AppError } from "@/server/platform/errors";

/** What came, as it came. */
export interface WebhookDelivery {
  /** Headers `x-github-delivery`, `x-github-event`, `x-hub-signature-256`. */
  id: string | null;
  event: string | null;
  signature: string | null;
  body: Uint8Array;
}

export interface WebhookParts {
  secret: string;
  config(): AmiConfig;
  /** False when a delivery of that id was taken before. */
  remember(id: string, event: string): Promise<boolean>;
  /** Something may have changed there; what, is read from GitHub. */
  lookAgain(): void;
}

export type Taken = "looked" | "seen_before" | "not_ours";

const EVENTS = ["pull_request", "push", "check_run", "check_suite", "status", "create", "delete"];

const Payload = z.object({
  repository: z.object({ name: z.string(), owner: z.object({ login: z.string() }) }).optional(),
});

/**
 * A webhook says no more than "look again": nothing in its body is believed, so one that is late, out
 * of order or repeated does no harm. @throws AppError unauthenticated (signature), invalid (no JSON,
 * no delivery id), upstream (PostgreSQL)
 */
export async function takeWebhook(
  parts: WebhookParts,
  { id, event, signature, body }: WebhookDelivery,
): Promise<Taken> {
  if (!(await isSigned(parts.secret, body, signature)))
    throw new AppError("unauthenticated", "The delivery's signature is not GitHub's.");
  if (!id || !/^[\w-]{1,100}$/.test(id) || !event || !/^\w{1,100}$/.test(event))
    throw new AppError("invalid", "The delivery has no id or names no event.");
  const repository = readRepository(body);
  if (!EVENTS.includes(event) || !isConfigured(parts.config(), repository)) return "not_ours";
  if (!(await parts.remember(id, event))) return "seen_before";
  parts.lookAgain();
  return "looked";
}

function readRepository(body: Uint8Array): z.infer<typeof Payload>["repository"] {
  let payload: unknown;
  try {
    payload = JSON.parse(Buffer.from(body).toString("utf8"));
  } catch {
    throw new AppError("invalid", "The delivery's body is not JSON.");
  }
  return Payload.safeParse(payload).data?.repository;
}

/** GitHub tells names without regard to case. */
const isConfigured = (
  config: AmiConfig,
  repository: z.infer<typeof Payload>["repository"],
): boolean =>
  repository !== undefined &&
  config.clusters.some(
    (each) =>
      each.repository.owner.toLowerCase() === repository.owner.login.toLowerCase() &&
      each.repository.name.toLowerCase() === repository.name.toLowerCase(),
  );
