import "server-only";
import type { AmiNotice } from "@/lib/ami-updates/notice";

/** Slack cuts longer texts of a block off with an error. */
const LONGEST = 2_800;

/**
 * Text of others in mrkdwn: `&`, `<` and `>` as Slack asks, so that no link and no mention comes to
 * life, and a space without width where formatting or `@` would begin.
 */
export const escapeMrkdwn = (text: string): string =>
  text
    .replace(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, " ")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/[*~`@]|(?<!\w)_|_(?!\w)/g, (mark) => `\u200b${mark}\u200b`);

const cut = (text: string): string =>
  text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;

/** A notice as blocks, with a plain text for notifications. Links of ours only, and nothing unfurls. */
export function slackMessage({ title, summary, risk, verdict, url }: AmiNotice) {
  const score =
    risk === undefined ? undefined : `*Risk ${risk} of 10* · ${verdict ?? "no verdict"}`;
  const text = [`*${escapeMrkdwn(title)}*`, score, escapeMrkdwn(cut(summary))]
    .filter(Boolean)
    .join("\n");
  return {
    // Shown in notifications; Slack takes it for mrkdwn as well.
    text: escapeMrkdwn(title),
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: "section", text: { type: "mrkdwn", text, verbatim: true } },
      ...(url && /^https?:\/\//.test(url)
        ? [
            {
              type: "actions",
              elements: [{ type: "button", text: { type: "plain_text", text: "Open" }, url }],
            },
          ]
        : []),
    ],
  };
}
