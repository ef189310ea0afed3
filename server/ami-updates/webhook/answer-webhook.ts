import "server-only";
import { amiSettings } from "@/server/platform/env";
import { AppError, isAppError, problemResponse } from "@/server/platform/errors";
import { log } from "@/server/platform/log";
import { consoleParts } from "../console-parts";
import { lookAgain } from "../follow/look-again";
import { forgetOldDeliveries, rememberDelivery } from "./deliveries";
import { takeWebhook } from "./take-webhook";
import { webhookSecret } from "./webhook-secret";

/** GitHub sends up to 25 MB; what we look at is never near that, and polling finds what is refused. */
const MOST_BYTES = 5 * 1024 * 1024;

/** `POST /api/ami-updates/webhook`: GitHub's deliveries, signed. Without a configured secret there is no such address. */
export async function answerWebhook(request: Request): Promise<Response> {
  try {
    const secret = await webhookSecret();
    if (!secret || !amiSettings().SWITCHYARD_AMI_CONFIG)
      throw new AppError("not_found", "There is nothing at this address.");
    const body = await readBody(request);
    if (!body) return tooLarge();
    const taken = await takeWebhook(
      { secret, config: consoleParts().config, remember: rememberDelivery, lookAgain },
      {
        id: request.headers.get("x-github-delivery"),
        event: request.headers.get("x-github-event"),
        signature: request.headers.get("x-hub-signature-256"),
        body,
      },
    );
    if (taken === "looked")
      void forgetOldDeliveries().catch((error) => {
        log().warn({ error }, "old webhook deliveries were not forgotten");
      });
    return Response.json({ ok: true, data: { taken } }, { headers: NOT_KEPT });
  } catch (error) {
    // Anybody can send something here: a refusal is no line in the log.
    if (isAppError(error) && error.code === "unauthenticated")
      return refuse(401, "unauthenticated", error.message);
    return problemResponse(error);
  }
}

const NOT_KEPT = { "cache-control": "no-store" };

const refuse = (status: number, code: string, message: string): Response =>
  Response.json({ ok: false, problem: { code, message } }, { status, headers: NOT_KEPT });

const tooLarge = (): Response => refuse(413, "invalid", "The delivery is larger than 5 MB.");

/** The whole body; undefined as soon as it is known to be too large. */
async function readBody(request: Request): Promise<Uint8Array | undefined> {
  if (Number(request.headers.get("content-length") ?? 0) > MOST_BYTES) return undefined;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (request.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
