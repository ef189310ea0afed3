import "server-only";
import { CodeDeployClient } from "@aws-sdk/client-codedeploy";
import { held } from "@/server/platform/held";
import { clientSettings } from "../client-settings";

export const codedeploy = (): CodeDeployClient =>
  held("aws.codedeploy", () => new CodeDeployClient(clientSettings()));
