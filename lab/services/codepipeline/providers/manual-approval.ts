/** Approval action Manual: waits for PutApprovalResult; tells an SNS topic when one is configured. */
import type { ActionProvider } from "./provider.ts";

export const manualApproval: ActionProvider = {
  async start({ lab, execution, stage, action, run, configuration }) {
    const topic = configuration.NotificationArn;
    if (topic) {
      const link = `https://console.aws.amazon.com/codesuite/codepipeline/pipelines/${execution.pipeline}/view?region=${lab.region}`;
      const message = {
        region: lab.region,
        consoleLink: link,
        approval: {
          pipelineName: execution.pipeline,
          stageName: stage,
          actionName: action.name,
          token: run.token,
          expires: `${new Date((run.expiresAt ?? 0) * 1000).toISOString().slice(0, 16)}Z`,
          ...(configuration.ExternalEntityLink
            ? { externalEntityLink: configuration.ExternalEntityLink }
            : {}),
          approvalReviewLink: `${link}#/${stage}/${action.name}/approve/${run.token}`,
          ...(configuration.CustomData ? { customData: configuration.CustomData } : {}),
        },
      };
      try {
        await lab.call("sns", "Publish", {
          TopicArn: topic,
          Subject:
            `APPROVAL NEEDED: AWS CodePipeline ${execution.pipeline} for action ${action.name}`.slice(
              0,
              100,
            ),
          Message: JSON.stringify(message),
        });
      } catch (error) {
        // A lost notification must not lose the approval itself.
        lab.log("codepipeline", "The approval's notification could not be sent.", {
          pipeline: execution.pipeline,
          topic,
          reason: error instanceof Error ? error.message : String(error),
        });
      }
    }
    return {
      pending: execution.mode === "PARALLEL" && run.token ? { externalExecutionId: run.token } : {},
    };
  },
};
