import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import {
  CreateSecretCommand,
  DeleteSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import {
  DeleteParametersCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  PutParameterCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";
import { awsCli, connection, hasAwsCli, until } from "./clients.ts";

let lab: LabUnderTest;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab?.stop());

it("an alarm rings by itself, says so to the queue and the topic, and comes back", async () => {
  const cloudwatch = new CloudWatchClient(connection(lab));
  const sqs = new SQSClient(connection(lab));
  const metric = {
    Namespace: "Tests",
    MetricName: "Failed",
    Dimensions: [{ Name: "LB", Value: "x" }],
  };
  const AlarmName = "tests-failed";
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName,
      ...metric,
      Statistic: "Sum",
      Period: 10,
      EvaluationPeriods: 1,
      Threshold: 3,
      ComparisonOperator: "GreaterThanOrEqualToThreshold",
      TreatMissingData: "notBreaching",
      AlarmActions: ["arn:aws:sns:us-east-1:000000000000:lab-app-approvals"],
    }),
  );
  const state = async () =>
    (await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNames: [AlarmName] })))
      .MetricAlarms?.[0]?.StateValue;
  expect(await state()).toBe("OK");
  const MetricData = [
    { MetricName: "Failed", Dimensions: metric.Dimensions, Value: 3, Unit: "Count" as const },
  ];
  await cloudwatch.send(new PutMetricDataCommand({ Namespace: "Tests", MetricData }));
  expect(await state()).toBe("ALARM");

  const QueueUrl = `${lab.endpoint}/000000000000/switchyard-events`;
  const event = await until("the alarm's event", async () => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1, MaxNumberOfMessages: 10 }),
    );
    return Messages.map((one) => JSON.parse(one.Body ?? "")).find(
      (one) => one.detail.alarmName === AlarmName && one.detail.state.value === "ALARM",
    );
  });
  expect(event).toMatchObject({
    source: "aws.cloudwatch",
    "detail-type": "CloudWatch Alarm State Change",
    detail: { previousState: { value: "OK" } },
  });
  const outbox = (await (await fetch(`${lab.endpoint}/_lab/outbox`)).json()) as {
    messages: { subject?: string }[];
  };
  expect(outbox.messages[0]?.subject).toBe(`ALARM: "${AlarmName}" in us-east-1`);

  const window = {
    StartTime: new Date(Date.now() - 60_000),
    EndTime: new Date(Date.now() + 60_000),
  };
  const statistics = await cloudwatch.send(
    new GetMetricStatisticsCommand({
      ...metric,
      ...window,
      Period: 3_600,
      Statistics: ["Sum", "Maximum"],
    }),
  );
  expect(statistics.Datapoints?.[0]).toMatchObject({ Sum: 3, Maximum: 3, Unit: "Count" });
  const data = await cloudwatch.send(
    new GetMetricDataCommand({
      ...window,
      MetricDataQueries: [{ Id: "q", MetricStat: { Metric: metric, Period: 3_600, Stat: "Sum" } }],
    }),
  );
  expect(data.MetricDataResults?.[0]?.Values).toEqual([3]);

  await until("the alarm to come back", async () => (await state()) === "OK", 40_000);
  const history = await cloudwatch.send(new DescribeAlarmHistoryCommand({ AlarmName }));
  expect(history.AlarmHistoryItems?.map((one) => one.HistorySummary)).toEqual([
    "Alarm updated from ALARM to OK",
    "Alarm updated from OK to ALARM",
    "Alarm updated from INSUFFICIENT_DATA to OK",
  ]);
  await cloudwatch.send(
    new SetAlarmStateCommand({ AlarmName, StateValue: "ALARM", StateReason: "By hand" }),
  );
  expect(await state()).toBe("ALARM");
});

it("parameters have versions and paths", async () => {
  const ssm = new SSMClient(connection(lab));
  const put = (Name: string, Value: string, Overwrite = false) =>
    ssm.send(new PutParameterCommand({ Name, Value, Type: "String", Overwrite }));
  await put("/app/a", "1");
  await expect(put("/app/a", "2")).rejects.toMatchObject({ name: "ParameterAlreadyExists" });
  expect((await put("/app/a", "2", true)).Version).toBe(2);
  await put("/app/deep/b", "3");
  expect((await ssm.send(new GetParameterCommand({ Name: "/app/a:1" }))).Parameter?.Value).toBe(
    "1",
  );
  const names = async (Recursive: boolean) =>
    (await ssm.send(new GetParametersByPathCommand({ Path: "/app", Recursive }))).Parameters?.map(
      (one) => one.Name,
    );
  expect(await names(false)).toEqual(["/app/a"]);
  expect(await names(true)).toEqual(["/app/a", "/app/deep/b"]);
  const some = await ssm.send(new GetParametersCommand({ Names: ["/app/a", "/no"] }));
  expect(some.InvalidParameters).toEqual(["/no"]);
  await ssm.send(new DeleteParametersCommand({ Names: ["/app/a", "/app/deep/b"] }));
  expect(await names(true)).toEqual([]);
  if (!hasAwsCli) return;
  const cli = await awsCli(lab, "ssm", "get-parameter", "--name", "/app/a");
  expect(cli.stderr).toContain("ParameterNotFound");
});

it("secrets have a current and a previous value", async () => {
  const secrets = new SecretsManagerClient(connection(lab));
  const { ARN } = await secrets.send(
    new CreateSecretCommand({ Name: "app/key", SecretString: "one" }),
  );
  await secrets.send(new PutSecretValueCommand({ SecretId: "app/key", SecretString: "two" }));
  const value = async (VersionStage?: string) =>
    (await secrets.send(new GetSecretValueCommand({ SecretId: ARN, VersionStage }))).SecretString;
  expect([await value(), await value("AWSPREVIOUS")]).toEqual(["two", "one"]);
  const described = await secrets.send(new DescribeSecretCommand({ SecretId: "app/key" }));
  expect(
    Object.values(described.VersionIdsToStages ?? {})
      .flat()
      .sort(),
  ).toEqual(["AWSCURRENT", "AWSPREVIOUS"]);
  await secrets.send(new DeleteSecretCommand({ SecretId: "app/key" }));
  await expect(value()).rejects.toMatchObject({ name: "InvalidRequestException" });
  await secrets.send(
    new DeleteSecretCommand({ SecretId: "app/key", ForceDeleteWithoutRecovery: true }),
  );
  await expect(value()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  expect(lab.output()).not.toContain("two");
});
