import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Lab, LogWriter, Service, ServiceName } from "../core/contracts.ts";

/** Every service of the lab, in the order in which they start. */
export const SERVICE_NAMES: readonly ServiceName[] = [
  "s3",
  "sqs",
  "sns",
  "events",
  "cloudwatch",
  "logs",
  "ssm",
  "secretsmanager",
  "sts",
  "bedrock-runtime",
  "ec2",
  "lambda",
  "states",
  "autoscaling",
  "elasticloadbalancing",
  "codedeploy",
  "codebuild",
  "codepipeline",
  "scm",
  "github",
  "kubernetes",
  "news",
  "mcp",
  "bedrock-agentcore",
];

/** Adds every service whose folder is there; one that cannot be loaded is told and left out. */
export async function loadServices(lab: Lab, services: Map<ServiceName, Service>): Promise<void> {
  for (const name of SERVICE_NAMES) {
    const module = new URL(`./${name}/index.ts`, import.meta.url);
    if (!existsSync(fileURLToPath(module))) continue;
    try {
      const { default: create } = (await import(module.href)) as {
        default: (lab: Lab) => Service | Promise<Service>;
      };
      services.set(name, await create(lab));
    } catch (error) {
      lab.log(name, "The service could not be loaded; the lab runs without it.", {
        error: (error as Error).stack,
      });
    }
  }
}

/** The log writer belongs to the logs service; without it what is written is dropped. */
export async function loadLogWriter(): Promise<
  (lab: Lab, group: string, stream: string) => LogWriter
> {
  const module = new URL("./logs/log-writer.ts", import.meta.url);
  if (!existsSync(fileURLToPath(module))) return () => ({ write() {}, async end() {} });
  const { createLogWriter } = await import(module.href);
  return createLogWriter;
}
