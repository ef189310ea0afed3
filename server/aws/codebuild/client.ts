import "server-only";
import { CodeBuildClient } from "@aws-sdk/client-codebuild";
import { held } from "@/server/platform/held";
import { clientSettings } from "../client-settings";

export const codebuild = (): CodeBuildClient =>
  held("aws.codebuild", () => new CodeBuildClient(clientSettings()));
