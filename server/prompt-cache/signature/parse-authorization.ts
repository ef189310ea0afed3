import "server-only";

export interface Authorization {
  accessKeyId: string;
  /** `20261126`. */
  date: string;
  region: string;
  service: string;
  /** Lower case, in the order in which they were signed. */
  signedHeaders: string[];
  /** 64 hex digits. */
  signature: string;
}

const SCOPE = /^([A-Za-z0-9]{1,128})\/(\d{8})\/([a-z0-9-]{1,64})\/([a-z0-9-]{1,64})\/aws4_request$/;

/** Reads `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`; undefined when it is not that. */
export function parseAuthorization(header: string): Authorization | undefined {
  const [algorithm, ...rest] = header.trim().split(/\s+/);
  if (algorithm !== "AWS4-HMAC-SHA256") return undefined;
  const parts = new Map<string, string>();
  for (const part of rest.join("").split(",")) {
    const at = part.indexOf("=");
    if (at > 0) parts.set(part.slice(0, at), part.slice(at + 1));
  }
  const [, accessKeyId, date, region, service] = SCOPE.exec(parts.get("Credential") ?? "") ?? [];
  const signature = parts.get("Signature") ?? "";
  const signedHeaders = (parts.get("SignedHeaders") ?? "").split(";").filter(Boolean);
  if (!accessKeyId || !date || !region || !service) return undefined;
  if (!/^[0-9a-f]{64}$/.test(signature) || signedHeaders.length === 0) return undefined;
  return { accessKeyId, date, region, service, signedHeaders, signature };
}
