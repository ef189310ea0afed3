import "server-only";
import { createHash, createHmac } from "node:crypto";
import { agentCore } from "./client";

const SERVICE = "bedrock-agentcore";

/** What a signature covers; `body` is text. */
export interface RequestToSign {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body: string;
}

/**
 * The headers with a signature of version 4 by the console's credentials, for a gateway of AgentCore,
 * which speaks MCP and so has no operation in the SDK. Needs `bedrock-agentcore:InvokeGateway`.
 */
export async function signGatewayRequest(
  { url, method, headers, body }: RequestToSign,
  now = new Date(),
): Promise<Record<string, string>> {
  const { config } = agentCore();
  const [{ accessKeyId, secretAccessKey, sessionToken }, region] = await Promise.all([
    config.credentials(),
    config.region(),
  ]);
  const at = now.toISOString().replace(/[-:]|\.\d{3}/g, "");
  const scope = `${at.slice(0, 8)}/${region}/${SERVICE}/aws4_request`;
  const own = {
    host: url.host,
    "x-amz-content-sha256": sha256(body),
    "x-amz-date": at,
    ...(sessionToken && { "x-amz-security-token": sessionToken }),
  };
  const names = Object.keys(own).sort();
  const canonical = [
    method,
    pathOf(url),
    queryOf(url),
    ...names.map((name) => `${name}:${own[name as keyof typeof own]}`),
    "",
    names.join(";"),
    own["x-amz-content-sha256"],
  ].join("\n");
  const key = [at.slice(0, 8), region, SERVICE, "aws4_request"].reduce<string | Buffer>(
    (from, part) => hmac(from, part),
    `AWS4${secretAccessKey}`,
  );
  const signature = hmac(key, ["AWS4-HMAC-SHA256", at, scope, sha256(canonical)].join("\n"));
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(";")}, Signature=${signature.toString("hex")}`;
  return { ...headers, ...own, authorization };
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string): Buffer =>
  createHmac("sha256", key).update(text).digest();

/** Each segment once more percent-encoded, as every service but S3 wants it. */
const pathOf = ({ pathname }: URL): string => pathname.split("/").map(encoded).join("/");

const queryOf = ({ searchParams }: URL): string =>
  [...searchParams]
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort()
    .join("&");

const encoded = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
