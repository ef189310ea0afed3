import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { CodeBuildClient } from "@aws-sdk/client-codebuild";
import { CodePipelineClient } from "@aws-sdk/client-codepipeline";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { waitFor } from "../../../fixtures/wait-for.ts";

export interface Wire {
  codepipeline: CodePipelineClient;
  codebuild: CodeBuildClient;
  logs: CloudWatchLogsClient;
  s3: S3Client;
  ssm: SSMClient;
  sns: SNSClient;
  sqs: SQSClient;
  secrets: SecretsManagerClient;
  /** Where the clients talk to. */
  endpoint: string;
  /** What did not fit the official service models; empty without a checker. */
  violations(): Promise<unknown[]>;
  close(): void;
}

/**
 * Clients of a lab. With `WIRECHECK` set to a recording proxy's script (`script LISTEN UPSTREAM`)
 * all traffic but S3's goes through it and is held against the service models.
 */
export async function aWire(lab: { endpoint: string }): Promise<Wire> {
  const script = process.env.WIRECHECK;
  let endpoint = lab.endpoint;
  let proxy: ChildProcess | undefined;
  if (script) {
    const port = await freePort();
    endpoint = `http://127.0.0.1:${port}`;
    proxy = spawn("python3", [script, String(port), lab.endpoint], { stdio: "ignore" });
    await waitFor("the checking proxy", () => fetch(`${endpoint}/__wirecheck`).then((r) => r.ok));
  }
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const settings = { endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
  return {
    codepipeline: new CodePipelineClient(settings),
    codebuild: new CodeBuildClient(settings),
    logs: new CloudWatchLogsClient(settings),
    ssm: new SSMClient(settings),
    sns: new SNSClient(settings),
    sqs: new SQSClient(settings),
    secrets: new SecretsManagerClient(settings),
    s3: new S3Client({ ...settings, endpoint: lab.endpoint, forcePathStyle: true }),
    endpoint,
    async violations() {
      if (!proxy) return [];
      const answer = await fetch(`${endpoint}/__wirecheck`);
      return ((await answer.json()) as { violations: unknown[] }).violations;
    },
    close: () => void proxy?.kill(),
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
