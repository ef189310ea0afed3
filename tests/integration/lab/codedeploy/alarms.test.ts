import {
  CloudWatchClient,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { UpdateDeploymentGroupCommand } from "@aws-sdk/client-codedeploy";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";
import { waitFor } from "../../../fixtures/wait-for.ts";
import { aDeployer, eventsOf } from "./a-deployer.ts";
import { aHookedRevision } from "./a-hooked-revision.ts";

let lab: LabUnderTest;
let deployer: ReturnType<typeof aDeployer>;
let cloudwatch: CloudWatchClient;
const AlarmName = "too-slow";

const setAlarm = (StateValue: "ALARM" | "OK") =>
  cloudwatch.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: "test" }));

beforeAll(async () => {
  lab = await startLab({ env: { ...process.env, LAB_PACE: "fast" } });
  deployer = aDeployer(lab);
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  cloudwatch = new CloudWatchClient({ endpoint: lab.endpoint, region: "us-east-1", credentials });
  await cloudwatch.send(
    new PutMetricAlarmCommand({
      AlarmName,
      Namespace: "Test",
      MetricName: "Seconds",
      Statistic: "Average",
      Period: 3600,
      EvaluationPeriods: 24,
      Threshold: 1,
      ComparisonOperator: "GreaterThanThreshold",
      TreatMissingData: "ignore",
    }),
  );
  await deployer.codedeploy.send(
    new UpdateDeploymentGroupCommand({
      applicationName: "lab-app",
      currentDeploymentGroupName: "in-place",
      alarmConfiguration: { enabled: true, alarms: [{ name: AlarmName }] },
    }),
  );
  const id = await deployer.deploy(await aHookedRevision({}));
  expect(await deployer.ended(id)).toMatchObject({ status: "Succeeded" });
});
afterAll(() => lab?.stop());

it("stops a deployment when an alarm goes off, and rolls it back although the alarm still rings", async () => {
  const id = await deployer.deploy(await aHookedRevision({ ValidateService: "sleep 2" }));
  await waitFor("ValidateService", async () =>
    (await deployer.targets(id)).some((each) =>
      eventsOf(each).includes("ValidateService: InProgress"),
    ),
  );
  await setAlarm("ALARM");
  const info = await deployer.ended(id);
  expect(info).toMatchObject({ status: "Stopped", errorInformation: { code: "ALARM_ACTIVE" } });
  expect(info.errorInformation?.message).toContain(AlarmName);
  expect(info.deploymentOverview).toMatchObject({ Succeeded: 0, Skipped: 2 });
  const rollback = await deployer.ended(info.rollbackInfo?.rollbackDeploymentId ?? "");
  expect(rollback).toMatchObject({ status: "Succeeded", creator: "codeDeployRollback" });
});

it("begins nothing while an alarm rings", async () => {
  await setAlarm("ALARM");
  const id = await deployer.deploy(await aHookedRevision({}), {
    autoRollbackConfiguration: { enabled: false },
  });
  expect(await deployer.ended(id)).toMatchObject({ status: "Stopped" });
  const events = (await deployer.targets(id)).flatMap(eventsOf);
  expect(events.every((event) => event.endsWith(": Skipped"))).toBe(true);
  await setAlarm("OK");
  const next = await deployer.deploy(await aHookedRevision({}));
  expect(await deployer.ended(next)).toMatchObject({ status: "Succeeded" });
});
