import { createRequire } from "node:module";
import { expect, it, vi } from "vitest";
import { signGatewayRequest } from "@/server/aws/agentcore/sign-request";

/** The SDK's own signer, which the SDK brings along. */
const sdk = createRequire(
  createRequire(import.meta.url).resolve("@aws-sdk/client-bedrock-agentcore"),
);

it("signs a gateway's request as the SDK would", async () => {
  vi.stubEnv("AWS_REGION", "eu-central-1");
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
  vi.stubEnv("AWS_SESSION_TOKEN", "a-session-token");
  const { SignatureV4 } = sdk("@smithy/signature-v4");
  const { createHash, createHmac } = await import("node:crypto");
  class Sha256 {
    private readonly hash;
    constructor(key?: string | Uint8Array) {
      this.hash = key ? createHmac("sha256", key) : createHash("sha256");
    }
    update = (data: string | Uint8Array) => void this.hash.update(data);
    digest = async () => new Uint8Array(this.hash.digest());
  }
  const signer = new SignatureV4({
    service: "bedrock-agentcore",
    region: "eu-central-1",
    sha256: Sha256,
    credentials: {
      accessKeyId: "AKIDEXAMPLE",
      secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      sessionToken: "a-session-token",
    },
  });
  const url = new URL("https://gw-1.gateway.example.com/mcp/a%20b?z=1&a=x%2Fy");
  const body = '{"jsonrpc":"2.0"}';
  const now = new Date("2026-11-27T04:00:00.000Z");
  const own = await signGatewayRequest({ url, method: "POST", headers: {}, body }, now);
  const theirs = await signer.sign(
    {
      method: "POST",
      protocol: "https:",
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { host: url.host },
      body,
    },
    { signingDate: now },
  );
  expect(own.authorization).toBe(theirs.headers.authorization);
  expect(own["x-amz-security-token"]).toBe("a-session-token");
  vi.unstubAllEnvs();
});
