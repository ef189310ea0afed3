import "server-only";

/** A request as it was received, before anything decoded it. */
export interface SignedRequest {
  method: string;
  /** Path and query, raw. */
  target: string;
  /** By lower-case name. */
  header: (name: string) => string | undefined;
}

/** HTTP/2 has another name for it, under which the AWS SDK for JavaScript signs there. */
export const HOST_NAMES: ReadonlySet<string> = new Set(["host", ":authority"]);

/**
 * Signature Version 4's canonical request, for services other than S3: every segment of the path,
 * which is encoded already, is encoded once more.
 * Source: docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
export function canonicalRequest(
  { method, target, header }: SignedRequest,
  {
    host,
    signedHeaders,
    payloadHash,
  }: { host: string; signedHeaders: string[]; payloadHash: string },
): string {
  const [path = "/", query = ""] = splitOnce(target, "?");
  const headers = signedHeaders.map((name) => {
    const value = HOST_NAMES.has(name) ? host : (header(name) ?? "");
    return `${name}:${value.trim().replace(/\s+/g, " ")}\n`;
  });
  return [
    method,
    canonicalPath(path),
    canonicalQuery(query),
    headers.join(""),
    signedHeaders.join(";"),
    payloadHash,
  ].join("\n");
}

const canonicalPath = (path: string): string => {
  const kept: string[] = [];
  for (const segment of path.split("/")) {
    if (segment === "..") kept.pop();
    else if (segment !== "" && segment !== ".") kept.push(segment);
  }
  const slash = path.endsWith("/") && kept.length > 0 ? "/" : "";
  return `/${kept.map(encode).join("/")}${slash}`;
};

function canonicalQuery(query: string): string {
  const pairs = query
    .split("&")
    .filter(Boolean)
    .map(
      (pair) => splitOnce(pair, "=").map((part) => encode(decode(part ?? ""))) as [string, string],
    );
  return pairs
    .map(([name, value]) => ({ name, value: value ?? "" }))
    .sort((a, b) => compare(a.name, b.name) || compare(a.value, b.value))
    .map(({ name, value }) => `${name}=${value}`)
    .join("&");
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** RFC 3986's unreserved characters stay; AWS also encodes `!'()*`. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function splitOnce(text: string, mark: string): [string, string?] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
