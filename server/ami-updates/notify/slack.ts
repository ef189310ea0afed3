import "server-only";
import { AppError } from "@/server/platform/errors";
import type { Channel } from "../contracts";
import { slackMessage } from "./slack-message";

const TIMEOUT_MS = 8_000;

/** An incoming webhook. Its URL is a secret: no error and no log may hold it. */
export const slackChannel = (webhookUrl: string, timeoutMs = TIMEOUT_MS): Channel => ({
  name: "slack",
  async send(notice) {
    const answer = await post(webhookUrl, JSON.stringify(slackMessage(notice)), timeoutMs);
    await answer.body?.cancel().catch(() => undefined);
    if (answer.ok) return;
    if (answer.status === 429)
      throw new AppError("throttled", "Slack is throttling messages; it is tried again later.");
    if (answer.status >= 500)
      throw new AppError("upstream", "Slack reports an error of its own; it is tried again later.");
    throw new AppError("upstream", `Slack refused the message (${answer.status}).`, {
      retryable: false,
      effect: "none",
    });
  },
});

async function post(url: string, body: string, timeoutMs: number): Promise<Response> {
  try {
    return await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      // A webhook answers by itself; following it elsewhere would take the message there.
      redirect: "manual",
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    const late = error instanceof Error && error.name === "TimeoutError";
    throw new AppError(
      "upstream",
      late ? "Slack did not answer in time." : "Slack cannot be reached.",
    );
  }
}
