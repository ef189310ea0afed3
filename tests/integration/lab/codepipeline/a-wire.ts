import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { CodeBuildClient } from "@aws-sdk/client-codebuild";
import { CodePipelineClient } from "@aws-sdk/client-codepipeline";
import { S3Client } from "@aws-sdk/client-s3";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";

export type Wire = ReturnType<typeof aWire>;

/** Clients of a lab that try once, so that every error is seen. */
export function aWire({ endpoint }: { endpoint: string }) {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  const settings = { endpoint, region: "us-east-1", credentials, maxAttempts: 1 };
  return {
    endpoint,
    codepipeline: new CodePipelineClient(settings),
    codebuild: new CodeBuildClient(settings),
    logs: new CloudWatchLogsClient(settings),
    ssm: new SSMClient(settings),
    sns: new SNSClient(settings),
    sqs: new SQSClient(settings),
    secrets: new SecretsManagerClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
  };
}
