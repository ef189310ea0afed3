/** Why a deployment ended badly, in the words of the CodeDeploy documentation. */
export const HEALTH_CONSTRAINTS = {
  code: "HEALTH_CONSTRAINTS",
  message:
    "The overall deployment failed because too many individual instances failed deployment, too few healthy instances are available for deployment, or some instances in your deployment group are experiencing problems.",
};

export const NO_INSTANCES = {
  code: "NO_INSTANCES",
  message:
    "The deployment failed because no instances were found for your deployment group. Check your deployment group settings to make sure the tags for your Amazon EC2 instances or Auto Scaling groups correctly identify the instances you want to deploy to, and then try again.",
};

export const MANUAL_STOP = {
  code: "MANUAL_STOP",
  message: "The deployment was stopped on request.",
};

export const READY_TIMEOUT = {
  code: "TIMEOUT",
  message:
    "The deployment was stopped because traffic was not rerouted to the replacement instances within the time that the deployment group allows.",
};

export function alarmActive(alarms: string[]) {
  return {
    code: "ALARM_ACTIVE",
    message: `One or more alarms have been activated according to the Amazon CloudWatch metrics you selected, and the affected deployments have been stopped. Activated alarms: <${alarms.join(", ")}>`,
  };
}
