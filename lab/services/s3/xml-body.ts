import { XMLParser, XMLValidator } from "fast-xml-parser";
import { AwsError } from "../../core/aws-error.ts";
import { readBody } from "../../core/wire/read-body.ts";
import { arrivingBody } from "./body.ts";
import type { S3Request } from "./request.ts";

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  removeNSPrefix: true,
  trimValues: false,
  isArray: (name) => name === "Object" || name === "Part",
});

/** The root element of a small XML body. Throws `MalformedXML`; a document type is refused, as entities could grow without end. */
export async function readXml(req: S3Request, root: string): Promise<Record<string, unknown>> {
  const text = (await readSmall(req)).toString("utf8");
  const malformed = new AwsError(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema.",
  );
  if (text.includes("<!DOCTYPE") || XMLValidator.validate(text) !== true) throw malformed;
  let parsed: Record<string, unknown>;
  try {
    parsed = parser.parse(text) as Record<string, unknown>;
  } catch {
    throw malformed;
  }
  const value = parsed[root];
  if (value === "") return {};
  if (typeof value !== "object" || value === null) throw malformed;
  return value as Record<string, unknown>;
}

async function readSmall(req: S3Request): Promise<Buffer> {
  const framed = (req.header("x-amz-content-sha256") ?? "").startsWith("STREAMING-");
  if (!framed) return readBody(req.raw);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of arrivingBody(req).chunks) {
    size += chunk.length;
    if (size > 8 * 1024 * 1024)
      throw new AwsError("EntityTooLarge", "The request body is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
