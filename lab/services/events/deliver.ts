import type { Lab } from "../../core/contracts.ts";

export interface Target {
  Id: string;
  Arn: string;
  RoleArn?: string;
  Input?: string;
  InputPath?: string;
  InputTransformer?: { InputPathsMap?: Record<string, string>; InputTemplate: string };
}

/** An event as its targets get it. */
export interface Envelope {
  version: "0";
  id: string;
  "detail-type": string;
  source: string;
  account: string;
  /** ISO 8601 with whole seconds, as EventBridge writes it. */
  time: string;
  region: string;
  resources: string[];
  detail: unknown;
}

const ATTEMPTS = 5;
const RETRY_MS = 1_000;

/** The kinds of target that the lab can reach, by the service in their ARN. */
export const canReach = (arn: string): boolean =>
  /^arn:aws:(sqs|sns|codepipeline|lambda|states):/.test(arn);

export const UNREACHABLE =
  "The lab delivers to SQS queues, SNS topics, pipelines, Lambda functions and state machines only.";

/** Hands an event to a target, again after a while when that fails. */
export async function deliver(
  lab: Lab,
  target: Target,
  event: Envelope,
  attempt = 1,
): Promise<void> {
  try {
    await send(lab, target, targetInput(target, event));
  } catch (error) {
    const facts = { target: target.Arn, event: event.id, attempt, error: String(error) };
    lab.log("events", "A target did not take an event.", facts);
    if (attempt < ATTEMPTS) {
      lab.after(RETRY_MS * attempt, () => deliver(lab, target, event, attempt + 1));
    }
  }
}

async function send(lab: Lab, target: Target, body: string): Promise<void> {
  const [, , service, , , resource = ""] = target.Arn.split(":");
  switch (service) {
    case "sqs": {
      const QueueUrl = `${lab.endpoint}/${lab.account}/${resource}`;
      await lab.call("sqs", "SendMessage", { QueueUrl, MessageBody: body });
      return;
    }
    case "sns":
      await lab.call("sns", "Publish", { TopicArn: target.Arn, Message: body });
      return;
    case "codepipeline":
      await lab.call("codepipeline", "StartPipelineExecution", { name: resource });
      return;
    case "lambda": {
      const input = { FunctionName: target.Arn, InvocationType: "Event", Payload: body };
      await lab.call("lambda", "Invoke", input);
      return;
    }
    case "states":
      await lab.call("states", "StartExecution", { stateMachineArn: target.Arn, input: body });
      return;
    default:
      throw new Error(`The lab cannot deliver to ${target.Arn}.`);
  }
}

/** What the target gets: the event, a part of it, a constant, or a filled template. */
export function targetInput(target: Target, event: Envelope): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined) return JSON.stringify(read(event, target.InputPath) ?? {});
  if (!target.InputTransformer) return JSON.stringify(event);
  const { InputPathsMap = {}, InputTemplate } = target.InputTransformer;
  return InputTemplate.replace(/("?)<([A-Za-z0-9_.-]+)>("?)/g, (whole, before, name, after) => {
    const path = InputPathsMap[name];
    const value =
      name === "aws.events.event.json" || name === "aws.events.event"
        ? event
        : path === undefined
          ? undefined
          : read(event, path);
    if (value === undefined)
      return path === undefined && !name.startsWith("aws.") ? whole : `${before}${after}`;
    // Inside quotes a text is put in bare but escaped, as EventBridge does.
    if (typeof value === "string" && before && after) return JSON.stringify(value);
    const text =
      typeof value === "string" ? JSON.stringify(value).slice(1, -1) : JSON.stringify(value);
    return `${before}${text}${after}`;
  });
}

/** JSONPath with names and indexes only, as EventBridge takes: `$.detail.items[0].name`. */
function read(event: unknown, path: string): unknown {
  const steps = path.replace(/^\$\.?/, "").match(/[^.[\]]+/g) ?? [];
  let value = event;
  for (const step of steps) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step))
      return undefined;
    value = (value as Record<string, unknown>)[step];
  }
  return value;
}
