/** Amazon Bedrock AgentCore: harnesses and agent runtimes, whose programs really run. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { isAbsolute } from "node:path";
import { z } from "zod";
import { AwsError } from "../../core/aws-error.ts";
import type { CallInfo, Lab, Service } from "../../core/contracts.ts";
import { parseJson } from "../../core/wire/json.ts";
import { readBody } from "../../core/wire/read-body.ts";
import { sayOn } from "../../core/wire/say-on.ts";
import { control, read } from "./control.ts";
import { invokeCommand, invokeHarness, invokeRuntime, stopSession } from "./invoke.ts";
import { openRecords, type Records } from "./model.ts";
import { routeOf } from "./operations.ts";
import { type RuntimeProcesses, runtimeProcesses } from "./processes.ts";

/** As much as an invocation may send. */
const LONGEST_BODY = 20 * 1024 * 1024;
const IMAGES = "/_lab/agentcore/images";

const DATA = {
  InvokeHarness: invokeHarness,
  InvokeAgentRuntime: invokeRuntime,
  InvokeAgentRuntimeCommand: invokeCommand,
  StopRuntimeSession: stopSession,
};

export default function createAgentCore(lab: Lab): Service {
  const records = openRecords(lab);
  const processes = runtimeProcesses(lab, records);
  return {
    name: "bedrock-agentcore",
    protocol: "rest-json",
    route: routeOf,
    async handle(req, res, call) {
      const asked = routeOf(req);
      if (!asked)
        throw new AwsError("UnknownOperationException", "There is no such operation.", 404);
      const body = await readBody(req, LONGEST_BODY);
      const data = DATA[asked.operation as keyof typeof DATA];
      if (data) return data({ req, res, call, asked, body, records, processes });
      const input = body.length === 0 ? {} : parseJson(body);
      answer(res, call, control(lab, records, asked, input));
      if (asked.operation.startsWith("Delete")) await processes.end(runtimeOf(records, asked.id));
    },
    pages: { [IMAGES]: (req, res) => answerImages(records, processes, req, res) },
    stop: () => processes.end(),
  };
}

/** A deleted one's program is not needed any more; that of a harness ends with its last use. */
const runtimeOf = ({ runtimes }: Records, id: string): string =>
  runtimes.list().find((one) => one.id === id)?.id ?? id;

function answer(res: ServerResponse, call: CallInfo, body: unknown): void {
  const text = JSON.stringify(body);
  res.writeHead(200, {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(text),
    "x-amzn-requestid": call.requestId,
  });
  res.end(text);
}

const Image = z.strictObject({
  folder: z.string().refine(isAbsolute, "must be an absolute path"),
  entry: z.string().regex(/^[\w.-]+$/),
  environmentVariables: z.record(z.string(), z.string()).default({}),
});

/** `GET` tells the images, `PUT /_lab/agentcore/images/<name>` puts one in place: its runtimes start anew. */
async function answerImages(
  records: Records,
  processes: RuntimeProcesses,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const say = sayOn(res);
  const name = (req.url ?? "").split("?", 1)[0]?.slice(IMAGES.length + 1) ?? "";
  if (req.method === "GET" && name === "") return say(200, { images: records.images.list() });
  if (req.method !== "PUT" || !/^[\w-]{1,100}$/.test(name))
    return say(405, { message: "The page takes GET, and PUT of a named image." });
  try {
    const image = { name, ...read(Image, parseJson(await readBody(req))) };
    records.images.put(name, image);
    const users = records.runtimes.list().filter((one) => one.image === name);
    await Promise.all(users.map(({ id }) => processes.end(id)));
    say(200, image);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    say(error.status, { message: error.message });
  }
}
