import "server-only";
import { z } from "zod";
import { optional, orElse, url } from "./env-values";

/** What AMI updates are told wherever they run: in the console and in the Lambda functions. */
export const AMI_SETTINGS = {
  /** A YAML file: environments, clusters, rules; see `lib/ami-updates/config.ts`. Without it the workflow is off. */
  SWITCHYARD_AMI_CONFIG: optional(z.string()),
  /** Runs analyse → propose → notify; without it the console does so itself. */
  SWITCHYARD_AMI_STATE_MACHINE_ARN: optional(
    z.string().regex(/^arn:[\w-]+:states:/, "must be a state machine's ARN"),
  ),
  /** Incoming webhook; a secret. */
  SWITCHYARD_AMI_SLACK_WEBHOOK_URL: optional(url(["http", "https"], "an incoming webhook's URL")),
  /** The console's address for links in messages; the console itself uses NEXTAUTH_URL. */
  SWITCHYARD_CONSOLE_URL: optional(url(["http", "https"], "the console's http(s) address")),
  GITHUB_API_URL: orElse(url(["http", "https"], "GitHub's API address"), "https://api.github.com"),
  GITHUB_APP_ID: optional(z.string().regex(/^\d+$/, "must be the App's number")),
  /** PEM, or PEM in base64. */
  GITHUB_APP_PRIVATE_KEY: optional(z.string()),
  /** A Secrets Manager secret with `{appId, privateKey, webhookSecret?}` instead of the two above. */
  GITHUB_APP_SECRET_ID: optional(z.string()),
  GITHUB_WEBHOOK_SECRET: optional(
    z.string().min(16, { error: "must have at least 16 characters" }),
  ),
  KUBECONFIG: optional(z.string()),
};
