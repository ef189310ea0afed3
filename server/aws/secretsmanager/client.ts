import "server-only";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { held } from "@/server/platform/held";
import { clientSettings } from "../client-settings";

export const secretsManager = (): SecretsManagerClient =>
  held("aws.secretsmanager", () => new SecretsManagerClient(clientSettings()));
