import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { AwsError } from "./aws-error.ts";
import type { CallInfo, MidStreamFault, Service } from "./contracts.ts";
import { answerControl } from "./control.ts";
import type { Faults, Hit } from "./faults.ts";
import { CALLER_ARN, type Kernel, notImplemented, runOperation } from "./lab.ts";
import type { Recorder } from "./record.ts";
import { acceptHttp2 } from "./wire/accept-http2.ts";
import { type Answer, errorAnswer, sendAnswer, successAnswer } from "./wire/answer.ts";
import { drain } from "./wire/drain.ts";
import { identify } from "./wire/identify.ts";

export interface Serving {
  /** A reset puts another one in its place. */
  kernel(): Kernel;
  faults: Faults;
  /** Told by `/_lab/health`. */
  ready(): boolean;
  reset(): Promise<void>;
  record?: Recorder;
}

/** Ends the connections of HTTP/2, which the server itself does not know. */
export type LabServer = Server & { endHttp2(): void };

/** The one port of the lab: AWS operations, and everything of its own under `/_lab/`. */
export function createLabServer(serving: Serving): LabServer {
  const listener = (req: IncomingMessage, res: ServerResponse) => {
    const gone = new AbortController();
    const info: CallInfo = {
      requestId: crypto.randomUUID(),
      callerArn: CALLER_ARN,
      signal: gone.signal,
    };
    res.on("close", () => {
      // An answer of HTTP/2 calls itself finished whenever its stream is closed.
      const whole = req.httpVersionMajor < 2 ? res.writableFinished : res.writableEnded;
      if (!whole) gone.abort();
    });
    // A client that goes away must not take the lab with it.
    req.on("error", () => {});
    res.on("error", () => {});
    answer(serving, req, res, info).catch((error: unknown) => {
      serving.kernel().lab.log("lab", "A request failed.", {
        url: req.url,
        error: (error as Error)?.stack ?? String(error),
      });
      if (res.headersSent) req.socket.destroy();
      else
        res
          .writeHead(500, { "content-type": "text/plain" })
          .end("The lab failed; its log says why.\n");
    });
  };
  const server = createServer(listener);
  const endHttp2 = acceptHttp2(server, listener);
  // SDKs keep connections; closing one just as it is used again would look like a fault.
  server.keepAliveTimeout = 75_000;
  server.headersTimeout = 60_000;
  return Object.assign(server, { endHttp2 });
}

async function answer(
  serving: Serving,
  req: IncomingMessage,
  res: ServerResponse,
  info: CallInfo,
): Promise<void> {
  const { faults } = serving;
  const kernel = serving.kernel();
  if (isForeignPage(req.headers.origin)) {
    res.writeHead(403, { "content-type": "text/plain", connection: "close" });
    res.end("The lab does not answer web pages of other places.\n");
    return;
  }
  const path = (req.url ?? "/").split("?", 1)[0] as string;
  if (path.startsWith("/_lab/")) {
    for (const service of kernel.services.values()) {
      for (const [beginning, page] of Object.entries(service.pages ?? {})) {
        if (!path.startsWith(beginning)) continue;
        return answerPage(serving, service, path, req, res, () => page(req, res, info));
      }
    }
    return answerControl(serving, req, res, path);
  }

  const asked = await identify(req, kernel.services);
  const context = { ...asked, requestId: info.requestId };
  const say = (reply: Answer) => {
    serving.record?.(asked, reply);
    sendAnswer(res, reply);
  };
  try {
    const name = asked.service?.name ?? "unknown";
    const hits = faults.meet(name, asked.operation, asked.streams);
    if ((await meetFaults(hits, req)) === "cut") return;
    if (asked.problem) throw asked.problem;
    if (!asked.service) throw notImplemented("the operation", asked.operation);
    if (!asked.input) {
      if (!asked.service.handle) throw notImplemented(asked.service.name, asked.operation);
      const midStream = hits.filter((hit) => hit.after !== undefined) as MidStreamFault[];
      const record = (input: unknown, output: unknown) =>
        serving.record?.(
          { ...asked, input: input as Record<string, unknown> },
          { status: 200, headers: {}, body: JSON.stringify(output) },
        );
      await asked.service.handle(req, res, { ...info, midStream, record });
      return;
    }
    const { service, operation } = asked;
    const form = asked.dialect === "query" ? service.queryForm : undefined;
    const input = form?.input?.(operation, asked.input) ?? asked.input;
    const output = await runOperation(service, operation, input, info);
    say(successAnswer(context, form?.output?.(operation, output) ?? output));
  } catch (error) {
    if (!req.readableEnded) {
      await drain(req);
      // What is still left must not be read as the next request.
      if (!req.readableEnded && req.httpVersionMajor < 2) res.setHeader("connection", "close");
    }
    if (error instanceof AwsError) {
      say(errorAnswer(context, error));
      return;
    }
    kernel.lab.log(asked.service?.name ?? "lab", `${asked.operation} failed.`, {
      requestId: info.requestId,
      error: (error as Error)?.stack ?? String(error),
    });
    const message = "The lab failed on this request; its log says why.";
    say(errorAnswer(context, new AwsError("InternalFailure", message, 500)));
  }
}

/** A page that somebody has open could send forms to loopback; no AWS client sends an origin. */
const isForeignPage = (origin: string | undefined): boolean =>
  origin !== undefined && !/^http:\/\/(127\.\d+\.\d+\.\d+|localhost)(:\d+)?$/.test(origin);

/** Waits, cuts the connection, or throws the error, as the rules say. */
async function meetFaults(hits: Hit[], req: IncomingMessage): Promise<"cut" | "go on"> {
  for (const hit of hits) {
    if (hit.after !== undefined) continue;
    if (hit.kind === "fail") throw hit.error;
    if (hit.kind === "delay") await wait(hit.ms);
    if (hit.kind === "cut") {
      req.socket.destroy();
      return "cut";
    }
  }
  return "go on";
}

/** A service's own page; the last part of its path is its operation, e.g. `git-receive-pack`. */
async function answerPage(
  { faults }: Serving,
  service: Service,
  path: string,
  req: IncomingMessage,
  res: ServerResponse,
  page: () => Promise<void>,
): Promise<void> {
  const { pageFaults } = service;
  try {
    // Pages beside AWS operations (outbox, counters) are for looking on while faults are set.
    const pagesOnly = !service.operations && !service.handle;
    const last = pagesOnly ? (path.split("/").at(-1) ?? "") : undefined;
    const operation = pageFaults ? pageFaults.operationOf(req) : last;
    const hits = operation === undefined ? [] : faults.meet(service.name, operation);
    if ((await meetFaults(hits, req)) === "go on") await page();
  } catch (error) {
    if (!(error instanceof AwsError) || res.headersSent) throw error;
    if (pageFaults) {
      await drain(req);
      return pageFaults.refuse(res, error);
    }
    res.writeHead(error.status < 500 ? 503 : error.status, { connection: "close" });
    res.end(`${error.message}\n`);
  }
}
