/** CodeDeploy's creators in words. */
const CREATORS: Record<string, string> = {
  user: "A person or a pipeline",
  autoscaling: "Auto Scaling (new instance)",
  autoscalingTermination: "Auto Scaling (termination)",
  codeDeployRollback: "CodeDeploy (rollback)",
  CodeDeploy: "CodeDeploy",
  CodeDeployAutoUpdate: "CodeDeploy (outdated instances)",
  CloudFormation: "CloudFormation",
  CloudFormationRollback: "CloudFormation (rollback)",
};

/** Who or what started a deployment; a creator that is not known is said as it came. */
export const creatorText = (creator: string): string => CREATORS[creator] ?? creator;
