/** Which action types the lab really runs. */
import type { ActionTypeId } from "../model.ts";
import { codeBuild } from "./codebuild.ts";
import { codeDeploy } from "./codedeploy.ts";
import { manualApproval } from "./manual-approval.ts";
import { type ActionProvider, failed } from "./provider.ts";
import { s3Source } from "./s3-source.ts";

export function providerOf(type: ActionTypeId): ActionProvider {
  const known: Record<string, ActionProvider> = {
    "Source/S3": s3Source,
    "Build/CodeBuild": codeBuild,
    "Test/CodeBuild": codeBuild,
    "Deploy/CodeDeploy": codeDeploy,
    "Approval/Manual": manualApproval,
  };
  return (
    known[`${type.category}/${type.provider}`] ?? {
      start: async () =>
        failed(
          "ActionTypeNotImplemented",
          `The lab cannot run actions of category ${type.category} by provider ${type.provider}. It runs S3 sources, CodeBuild, CodeDeploy and manual approvals.`,
        ),
    }
  );
}
