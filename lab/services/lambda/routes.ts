import type { IncomingMessage } from "node:http";

const ROUTES: [method: string, path: RegExp, operation: string][] = [
  ["POST", /^\/2015-03-31\/functions\/?$/, "CreateFunction"],
  ["GET", /^\/2015-03-31\/functions\/?$/, "ListFunctions"],
  ["GET", /^\/2015-03-31\/functions\/([^/]+)$/, "GetFunction"],
  ["DELETE", /^\/2015-03-31\/functions\/([^/]+)$/, "DeleteFunction"],
  ["PUT", /^\/2015-03-31\/functions\/([^/]+)\/code$/, "UpdateFunctionCode"],
  ["GET", /^\/2015-03-31\/functions\/([^/]+)\/configuration$/, "GetFunctionConfiguration"],
  ["PUT", /^\/2015-03-31\/functions\/([^/]+)\/configuration$/, "UpdateFunctionConfiguration"],
  ["POST", /^\/2015-03-31\/functions\/([^/]+)\/invocations$/, "Invoke"],
];

/** Takes the path of a request apart; undefined when it is not Lambda's. */
export function routeOf(
  req: IncomingMessage,
): { operation: string; functionName?: string } | undefined {
  const path = (req.url ?? "").split("?", 1)[0] as string;
  if (!path.startsWith("/2015-03-31/functions")) return undefined;
  for (const [method, pattern, operation] of ROUTES) {
    const match = method === req.method ? pattern.exec(path) : null;
    if (!match) continue;
    return { operation, ...(match[1] ? { functionName: decode(match[1]) } : {}) };
  }
  // Lambda's own path, so that what is missing is told in Lambda's form.
  return { operation: "Unknown" };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
