import type { IncomingMessage } from "node:http";
import { gunzipSync } from "node:zlib";
import { AwsError } from "../aws-error.ts";

/** Longer than any AWS operation with a JSON or form body accepts. */
export const BODY_LIMIT = 8 * 1024 * 1024;

/** The whole body, unzipped when the client zipped it. Throws `RequestEntityTooLargeException` above the limit. */
export async function readBody(req: IncomingMessage, limit = BODY_LIMIT): Promise<Buffer> {
  if (Number(req.headers["content-length"] ?? 0) > limit) throw tooLarge(limit);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLarge(limit);
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  if (req.headers["content-encoding"] !== "gzip") return body;
  try {
    return gunzipSync(body, { maxOutputLength: limit });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") throw tooLarge(limit);
    throw new AwsError("SerializationException", "The body is not valid gzip data.");
  }
}

const tooLarge = (limit: number) =>
  new AwsError(
    "RequestEntityTooLargeException",
    `The request body is larger than ${limit / 1024 / 1024} MB.`,
    413,
  );
