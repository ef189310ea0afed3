import { UsageError } from "./options.ts";

const TARGETS = { codepipeline: "CodePipeline_20150709", codedeploy: "CodeDeploy_20141006" };

/** Calls an operation of the running lab over the wire. A refusal becomes one sentence. */
export async function callLab<T>(
  endpoint: string,
  service: keyof typeof TARGETS,
  operation: string,
  input: unknown,
): Promise<T> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `${TARGETS[service]}.${operation}`,
    },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(15_000),
  });
  const body = (await response.json()) as T & { __type?: string; message?: string };
  if (response.ok) return body;
  throw new UsageError(`The lab refused ${operation}: ${body.message ?? body.__type}`);
}

/** Asks one of the lab's own pages. */
export async function callPage<T>(
  endpoint: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`${endpoint}/_lab/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(60_000),
  });
  const answer = (await response.json()) as T & { message?: string };
  if (response.ok) return answer;
  throw new UsageError(answer.message ?? `The lab answered ${response.status}.`);
}
