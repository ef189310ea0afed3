import { readFileSync } from "node:fs";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { LambdaClient } from "@aws-sdk/client-lambda";
import {
  CreateSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import {
  CreateStateMachineCommand,
  SFNClient,
  UpdateStateMachineCommand,
} from "@aws-sdk/client-sfn";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import { packageCode } from "../lambda/package-code.ts";
import { AMI_STEPS, AMI_UPDATES } from "../lambda/shipped-code.ts";
import { inCheckout } from "../setup/checkout.ts";
import { WATCHED_PARAMETER } from "./ami-config.ts";
import { putFunction } from "./put-function.ts";

export const STATE_MACHINE = "ami-updates";
const SECRET = "switchyard/github-app";

export interface AmiWorkflow {
  labUrl: string;
  consoleUrl: string;
  databaseUrl: string;
  gitHubUrl: string;
  configPath: string;
  topicArn: string;
  app: { appId: string; privateKey: string; webhookSecret: string };
}

/** What `deploy/ami-updates/template.yaml` makes on AWS, made in a lab over the wire. May be repeated. */
export async function installAmiWorkflow(workflow: AmiWorkflow): Promise<void> {
  const { labUrl, topicArn, app } = workflow;
  const connection = {
    endpoint: labUrl,
    region: "us-east-1",
    credentials: { accessKeyId: "lab", secretAccessKey: "lab" },
  };
  const functionArn = (step: string) =>
    `arn:aws:lambda:us-east-1:000000000000:function:ami-updates-${step}`;
  await Promise.all([
    putSecret(new SecretsManagerClient(connection), JSON.stringify(app)),
    putTopic(new SNSClient(connection), topicArn),
    putFunctions(new LambdaClient(connection), workflow),
    putStateMachine(new SFNClient(connection), functionArn),
    setWebhook(workflow),
  ]);
  // At last: whatever they start has to be there.
  await putRules(new EventBridgeClient(connection), functionArn("detect"));
}

async function putFunctions(lambda: LambdaClient, workflow: AmiWorkflow): Promise<void> {
  const code = await packageCode(AMI_UPDATES);
  const environment = {
    DATABASE_URL: workflow.databaseUrl,
    SWITCHYARD_AMI_CONFIG: workflow.configPath,
    SWITCHYARD_CONSOLE_URL: workflow.consoleUrl,
    GITHUB_API_URL: workflow.gitHubUrl,
    GITHUB_APP_SECRET_ID: SECRET,
  };
  const machine = `arn:aws:states:us-east-1:000000000000:stateMachine:${STATE_MACHINE}`;
  await Promise.all(
    AMI_STEPS.map((step) =>
      putFunction(lambda, code, {
        FunctionName: `ami-updates-${step}`,
        Handler: `${step}.handler`,
        Runtime: "nodejs24.x",
        Role: `arn:aws:iam::000000000000:role/ami-updates-${step}`,
        Timeout: 300,
        MemorySize: 512,
        Environment: {
          Variables: {
            ...environment,
            ...(step === "detect" ? { SWITCHYARD_AMI_STATE_MACHINE_ARN: machine } : {}),
          },
        },
      }),
    ),
  );
}

async function putStateMachine(sfn: SFNClient, functionArn: (step: string) => string) {
  const template = readFileSync(inCheckout("deploy/ami-updates/state-machine.asl.json"), "utf8");
  const definition = template.replace(/\$\{(\w+)Function\}/g, (_, step: string) =>
    functionArn(step.toLowerCase()),
  );
  const roleArn = "arn:aws:iam::000000000000:role/ami-updates-states";
  const name = STATE_MACHINE;
  try {
    await sfn.send(new CreateStateMachineCommand({ name, definition, roleArn }));
  } catch (error) {
    if ((error as Error).name !== "StateMachineAlreadyExists") throw error;
    const stateMachineArn = `arn:aws:states:us-east-1:000000000000:stateMachine:${name}`;
    await sfn.send(new UpdateStateMachineCommand({ stateMachineArn, definition, roleArn }));
  }
}

async function putTopic(sns: SNSClient, TopicArn: string): Promise<void> {
  await sns.send(new CreateTopicCommand({ Name: TopicArn.split(":").at(-1) }));
  const Endpoint = "platform@example.com";
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: "email", Endpoint }));
}

async function putSecret(secrets: SecretsManagerClient, SecretString: string): Promise<void> {
  try {
    await secrets.send(new CreateSecretCommand({ Name: SECRET, SecretString }));
  } catch (error) {
    if ((error as Error).name !== "ResourceExistsException") throw error;
    await secrets.send(new PutSecretValueCommand({ SecretId: SECRET, SecretString }));
  }
}

async function setWebhook({ labUrl, consoleUrl, app }: AmiWorkflow): Promise<void> {
  const answer = await fetch(`${labUrl}/_lab/github/webhook`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      url: `${consoleUrl}/api/ami-updates/webhook`,
      secret: app.webhookSecret,
    }),
  });
  if (!answer.ok) throw new Error(`The lab's GitHub did not take the webhook (${answer.status}).`);
}

async function putRules(events: EventBridgeClient, detect: string): Promise<void> {
  const pattern = {
    source: ["aws.ssm"],
    "detail-type": ["Parameter Store Change"],
    detail: { name: [WATCHED_PARAMETER] },
  };
  const rules = [
    {
      rule: { Name: "ami-updates-schedule", ScheduleExpression: "cron(0 9,21 * * ? *)" },
      startedBy: "schedule",
    },
    {
      rule: { Name: "ami-updates-published", EventPattern: JSON.stringify(pattern) },
      startedBy: "event",
    },
  ];
  await Promise.all(
    rules.map(async ({ rule, startedBy }) => {
      await events.send(new PutRuleCommand(rule));
      const Targets = [{ Id: "detect", Arn: detect, Input: JSON.stringify({ startedBy }) }];
      await events.send(new PutTargetsCommand({ Rule: rule.Name, Targets }));
    }),
  );
}
