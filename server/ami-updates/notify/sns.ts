import "server-only";
import { nobody } from "@/server/aws/call-aws";
import { publish } from "@/server/aws/sns/publish";
import type { Channel } from "../contracts";

/** A topic, for e-mail and whatever else subscribed. Plain text. */
export const snsChannel = (topicArn: string): Channel => ({
  name: "sns",
  async send({ updateId, kind, title, summary, risk, verdict, url }) {
    const score =
      risk === undefined ? undefined : `Risk ${risk} of 10, ${verdict ?? "no verdict"}.`;
    await publish(nobody, topicArn, {
      subject: title,
      body: [title, score, summary, url].filter(Boolean).join("\n\n"),
      attributes: { kind, updateId, ...(risk !== undefined && { risk: String(risk) }) },
    });
  },
});
