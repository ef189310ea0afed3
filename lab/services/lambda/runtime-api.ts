import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readBody } from "../../core/wire/read-body.ts";

/** One event on its way through a function. */
export interface Invocation {
  requestId: string;
  /** JSON. */
  payload: string;
  functionArn: string;
  /** Epoch milliseconds. */
  deadline: number;
}

/** How an event ended: the handler's JSON, or an error in Lambda's form. */
export type Ended = { ok: true; payload: string } | { ok: false; payload: string };

export interface RuntimeApi {
  /** `127.0.0.1:<port>`, for AWS_LAMBDA_RUNTIME_API. */
  address: string;
  /** Hands an event to the process as soon as it asks for one. */
  give(invocation: Invocation): void;
  close(): void;
}

const PREFIX = "/2018-06-01/runtime/";
/** Lambda's own limit of an answer, and room for the error around it. */
const MOST_BYTES = 6 * 1024 * 1024 + 1024;

/** AWS's Lambda Runtime API for one process: `invocation/next`, `…/response`, `…/error` and `init/error`. */
export async function serveRuntimeApi(told: {
  ended(requestId: string, end: Ended): void;
  /** The handler could not be loaded; the payload is its error. */
  initFailed(payload: string): void;
  /** The process asks for its first event: it is loaded. */
  ready(): void;
}): Promise<RuntimeApi> {
  let waiting: ServerResponse | undefined;
  let next: Invocation | undefined;
  const hand = () => {
    if (!waiting || !next) return;
    const { requestId, deadline, functionArn, payload } = next;
    waiting.writeHead(200, {
      "content-type": "application/json",
      "lambda-runtime-aws-request-id": requestId,
      "lambda-runtime-deadline-ms": String(deadline),
      "lambda-runtime-invoked-function-arn": functionArn,
      "lambda-runtime-trace-id": `Root=1-${Math.floor(Date.now() / 1000).toString(16)}-${requestId.replaceAll("-", "").slice(0, 24)};Sampled=0`,
    });
    waiting.end(payload);
    waiting = undefined;
    next = undefined;
  };
  const answer = async (req: IncomingMessage, res: ServerResponse) => {
    const path = (req.url ?? "").startsWith(PREFIX) ? (req.url ?? "").slice(PREFIX.length) : "";
    if (req.method === "GET" && path === "invocation/next") {
      waiting = res;
      told.ready();
      hand();
      return;
    }
    const body = (await readBody(req, MOST_BYTES)).toString("utf8");
    const match = /^invocation\/([\w-]+)\/(response|error)$/.exec(path);
    if (req.method === "POST" && match) {
      told.ended(match[1] as string, { ok: match[2] === "response", payload: body });
    } else if (req.method === "POST" && path === "init/error") {
      told.initFailed(body);
    } else {
      return say(res, 404, { errorType: "InvalidRequest", errorMessage: "There is no such path." });
    }
    say(res, 202, { status: "OK" });
  };
  const server: Server = createServer((req, res) => {
    answer(req, res).catch((error: Error) =>
      say(res, 413, { errorType: "RequestEntityTooLarge", errorMessage: error.message }),
    );
  });
  // A warm process waits for its next event as long as it lives.
  server.requestTimeout = 0;
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(0, "127.0.0.1", done);
  });
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    give(invocation) {
      next = invocation;
      hand();
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function say(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { "content-type": "application/json" });
  res.end(JSON.stringify(body));
}
