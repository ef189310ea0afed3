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
  let told = "";
  let over = false;
  const look = async () => {
    if (over || registry.stopping) return;
    const seen = await inAlarm(registry, names);
    if (over) return;
    if ("problem" in seen) {
      // The same problem every second is one line in the log.
      if (seen.problem !== told) registry.lab.log("codedeploy", seen.problem);
      told = seen.problem;
      const strict = config.ignorePollAlarmFailure !== true;
      if (strict && ++lost >= LOST_POLLS) requestStop(registry, deployment.deploymentId, names);
      return;
    }
    lost = 0;
    if (seen.active.length > 0) requestStop(registry, deployment.deploymentId, seen.active);
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

/** Names of those in ALARM, or why CloudWatch could not be asked. */
async function inAlarm(
  registry: Registry,
  AlarmNames: string[],
): Promise<{ active: string[] } | { problem: string }> {
  try {
    const answer = await registry.lab.call("cloudwatch", "DescribeAlarms", { AlarmNames });
    const alarms: { AlarmName: string; StateValue: string }[] = [
      ...(answer.MetricAlarms ?? []),
      ...(answer.CompositeAlarms ?? []),
    ];
    const active = alarms.filter((each) => each.StateValue === "ALARM");
    return { active: active.map((each) => each.AlarmName) };
  } catch (error) {
    return { problem: `Alarms could not be read: ${String(error)}` };
  }
}

function requestStop(registry: Registry, deploymentId: string, alarms: string[]): void {
  const deployment = registry.deployments.get(deploymentId);
  if (!deployment || deployment.stopRequested || deployment.completeTime) return;
  registry.change(deploymentId, { stopRequested: { why: "alarm", alarms } });
}
