import type { IncomingMessage } from "node:http";
import { decode } from "cbor-x";
import { AwsError } from "../aws-error.ts";
import type { Service, ServiceName } from "../contracts.ts";
import type { Dialect } from "./answer.ts";
import { parseJson } from "./json.ts";
import { parseQueryInput } from "./query-input.ts";
import { readBody } from "./read-body.ts";

/** Which operation of which service a request asks for, and how to read its input. */
export interface Identified {
  dialect: Dialect;
  service?: Service | undefined;
  operation: string;
  /** The answer comes as an event stream. */
  streams?: boolean;
  /** Absent for REST services, which read the request themselves. */
  input?: Record<string, unknown>;
  /** Why the input cannot be used; kept so that the answer takes the client's own form. */
  problem?: unknown;
}

/** Finds service and operation. Never throws: what is wrong stands in `problem`. */
export async function identify(
  req: IncomingMessage,
  services: ReadonlyMap<ServiceName, Service>,
): Promise<Identified> {
  const target = req.headers["x-amz-target"];
  if (typeof target === "string") return identifyJson(req, target, services);
  if (req.headers["smithy-protocol"] === "rpc-v2-cbor") return identifyCbor(req, services);
  const type = req.headers["content-type"] ?? "";
  const query = new URLSearchParams((req.url ?? "").split("?", 2)[1] ?? "");
  // Query requests go to the root or to a queue; a form sent to a bucket is an object's bytes.
  const toQuery = /^\/(\d{12}\/[^/?]+\/?)?(\?|$)/.test(req.url ?? "/");
  const form =
    req.method === "POST" && toQuery && type.startsWith("application/x-www-form-urlencoded");
  if (form || (query.has("Action") && query.has("Version"))) {
    return identifyQuery(req, query, form, services);
  }
  for (const service of services.values()) {
    const found = service.route?.(req);
    if (found) return { dialect: "rest-json", service, ...found };
  }
  const s3 = services.get("s3");
  return { dialect: "rest-xml", service: s3, operation: s3?.operationOf?.(req) ?? "Unknown" };
}

async function identifyJson(
  req: IncomingMessage,
  target: string,
  services: ReadonlyMap<ServiceName, Service>,
): Promise<Identified> {
  const dot = target.lastIndexOf(".");
  const prefix = target.slice(0, dot);
  const service = [...services.values()].find((one) => one.targetPrefix === prefix);
  const version = (req.headers["content-type"] ?? "").match(/x-amz-json-(1\.[01])/)?.[1];
  const dialect = (version ? `json${version}` : (service?.protocol ?? "json1.1")) as Dialect;
  return withInput({ dialect, service, operation: target.slice(dot + 1) }, async () =>
    parseJson(await readBody(req)),
  );
}

async function identifyCbor(
  req: IncomingMessage,
  services: ReadonlyMap<ServiceName, Service>,
): Promise<Identified> {
  const [, prefix, operation] =
    (req.url ?? "").match(/^\/service\/([^/?]+)\/operation\/([^/?]+)/) ?? [];
  const service = [...services.values()].find((one) => one.targetPrefix === prefix);
  return withInput({ dialect: "cbor", service, operation: operation ?? "Unknown" }, async () => {
    const body = await readBody(req);
    try {
      return body.length === 0 ? {} : (decode(body) as Record<string, unknown>);
    } catch {
      throw new AwsError("SerializationException", "The request body is not valid CBOR.");
    }
  });
}

async function identifyQuery(
  req: IncomingMessage,
  inUrl: URLSearchParams,
  hasForm: boolean,
  services: ReadonlyMap<ServiceName, Service>,
): Promise<Identified> {
  let form = inUrl;
  let problem: unknown;
  try {
    if (hasForm) form = new URLSearchParams((await readBody(req)).toString("utf8"));
  } catch (error) {
    problem = error;
  }
  const version = form.get("Version");
  const service = [...services.values()].find((one) => one.apiVersion === version);
  const dialect: Dialect = service?.name === "ec2" ? "ec2" : "query";
  const found: Identified = { dialect, service, operation: form.get("Action") ?? "Unknown" };
  if (problem) return { ...found, problem };
  return withInput(found, async () => parseQueryInput(form));
}

async function withInput(
  found: Identified,
  read: () => Promise<Record<string, unknown>>,
): Promise<Identified> {
  try {
    return { ...found, input: await read() };
  } catch (problem) {
    return { ...found, problem };
  }
}
