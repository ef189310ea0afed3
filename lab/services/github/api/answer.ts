import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AwsError } from "../../../core/aws-error.ts";
import { Refusal } from "./refuse.ts";
import type { Reply } from "./route.ts";

/** Sends an answer; a GET that is as the client knows it (`If-None-Match`) gets 304 and no body. @returns the status */
export function sendReply(
  req: IncomingMessage,
  res: ServerResponse,
  reply: Reply,
  headers: Record<string, string>,
): number {
  const { body } = reply;
  const isBytes = Buffer.isBuffer(body);
  const bytes = isBytes ? body : Buffer.from(body === undefined ? "" : JSON.stringify(body));
  const all: Record<string, string> = {
    "content-type": isBytes
      ? "application/vnd.github.raw; charset=utf-8"
      : "application/json; charset=utf-8",
    "x-github-media-type": "github.v3; format=json",
    "x-github-request-id": crypto.randomUUID(),
    ...headers,
    ...reply.headers,
  };
  let { status } = reply;
  if ((req.method === "GET" || req.method === "HEAD") && status === 200) {
    const etag = `W/"${createHash("sha256").update(bytes).digest("hex")}"`;
    all.etag = etag;
    all["cache-control"] = "private, max-age=60, s-maxage=60";
    if (namesTag(req.headers["if-none-match"], etag)) status = 304;
  }
  const hasBody = status !== 304 && status !== 204 && req.method !== "HEAD";
  if (status !== 304 && status !== 204) all["content-length"] = String(bytes.length);
  res.writeHead(status, all);
  res.end(hasBody ? bytes : undefined);
  return status;
}

/** Weak comparison, as conditional requests want it. */
function namesTag(header: string | undefined, etag: string): boolean {
  const bare = (text: string) => text.trim().replace(/^W\//, "");
  return header?.split(",").some((one) => bare(one) === bare(etag)) ?? false;
}

/** A refusal as GitHub says it. */
export function refusalReply({ status, message, fields, headers }: Refusal): Reply {
  const body = {
    message,
    ...fields,
    documentation_url: "https://docs.github.com/rest",
    status: String(status),
  };
  return { status, body, headers };
}

/** What the fault switch wants, in GitHub's words: 403 is the hourly limit, 429 the secondary one. */
export function faultReply({ code, message, status }: AwsError): Reply {
  if (code !== "RateLimited") {
    const said = status >= 500 ? "Server Error" : message;
    return refusalReply(new Refusal(status, said));
  }
  const reset = String(Math.ceil(Date.now() / 1000) + 1);
  if (status === 429) {
    const words =
      "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
    return refusalReply(new Refusal(429, words, {}, { "retry-after": "1" }));
  }
  return refusalReply(
    new Refusal(
      status,
      "API rate limit exceeded for installation ID 1.",
      {},
      {
        "x-ratelimit-limit": "5000",
        "x-ratelimit-remaining": "0",
        "x-ratelimit-used": "5000",
        "x-ratelimit-reset": reset,
        "x-ratelimit-resource": "core",
      },
    ),
  );
}
