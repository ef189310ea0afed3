import "server-only";
import { CodePipelineClient } from "@aws-sdk/client-codepipeline";
import { held } from "@/server/platform/held";
import { clientSettings } from "../client-settings";

export const codepipeline = (): CodePipelineClient =>
  held("aws.codepipeline", () => new CodePipelineClient(clientSettings()));
