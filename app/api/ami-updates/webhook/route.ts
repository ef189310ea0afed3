import { answerWebhook } from "@/server/ami-updates/webhook/answer-webhook";

export const dynamic = "force-dynamic";

/** GitHub's deliveries; see `answerWebhook`. Their signature is all the authorisation there is. */
export const POST = answerWebhook;
