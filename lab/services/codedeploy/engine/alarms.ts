import type { AlarmConfiguration, DeploymentRecord } from "../model.ts";
import type { Registry } from "../registry.ts";

const LOST_POLLS = 5;

/** The alarms that may stop a deployment; rollbacks run whatever the alarms say. */
function watched(deployment: DeploymentRecord): AlarmConfiguration | undefined {
  if (deployment.creator !== "user") return undefined;
  const config = deployment.overrideAlarmConfiguration ?? deployment.alarmConfiguration;
  return config?.enabled && config.alarms?.length ? config : undefined;
}

/**
 * Watches a deployment's alarms until `stop` is called, and asks for its stop when one is in
 * ALARM. The first look is awaited: an alarm that is on already lets nothing begin.
 */
export async function watchAlarms(
  registry: Registry,
  deployment: DeploymentRecord,
): Promise<() => void> {
  const config = watched(deployment);
  if (!config) return () => undefined;
  const names = (config.alarms ?? []).flatMap(({ name }) => (name ? [name] : []));
  let lost = 0;
  let over = false;
  const look = async () => {
    const active = await inAlarm(registry, names);
    if (over) return;
    if (active === undefined && config.ignorePollAlarmFailure !== true && ++lost >= LOST_POLLS) {
      requestStop(registry, deployment.deploymentId, names);
    }
    if (active) lost = 0;
    if (active && active.length > 0) requestStop(registry, deployment.deploymentId, active);
  };
  await look();
  const unlisten = registry.lab.onEvent((event) => {
    if (event.source === "aws.cloudwatch") void look();
  });
  const timer = setInterval(() => void look(), 1000);
  timer.unref();
  return () => {
    over = true;
    unlisten();
    clearInterval(timer);
  };
}

/** Names of those in ALARM; undefined when CloudWatch could not be asked. */
async function inAlarm(registry: Registry, AlarmNames: string[]): Promise<string[] | undefined> {
  try {
    const answer = await registry.lab.call("cloudwatch", "DescribeAlarms", { AlarmNames });
    const alarms: { AlarmName: string; StateValue: string }[] = [
      ...(answer.MetricAlarms ?? []),
      ...(answer.CompositeAlarms ?? []),
    ];
    return alarms.filter((each) => each.StateValue === "ALARM").map((each) => each.AlarmName);
  } catch (error) {
    registry.lab.log("codedeploy", `alarms could not be read: ${String(error)}`);
    return undefined;
  }
}

function requestStop(registry: Registry, deploymentId: string, alarms: string[]): void {
  const deployment = registry.deployments.get(deploymentId);
  if (!deployment || deployment.stopRequested || deployment.completeTime) return;
  registry.change(deploymentId, { stopRequested: { why: "alarm", alarms } });
}
