import "server-only";
import { bedrockReviewer } from "@/server/aws/bedrock-runtime/reviewer";
import { gitHub } from "@/server/github/github";
import { now } from "@/server/platform/clock";
import type { AmiSettings } from "@/server/platform/env";
import { readAppSecret } from "./app-secret";
import { clustersWhenAsked } from "./clusters-when-asked";
import type { AmiParts, Channel, Reviewer } from "./contracts";
import { inProcess } from "./executions/in-process";
import { stateMachine } from "./executions/state-machine";
import { gitHubWhenAsked } from "./github-when-asked";
import { imageCatalogue } from "./images";
import { slackChannel } from "./notify/slack";
import { snsChannel } from "./notify/sns";
import { type ConfigReader, configReader } from "./read-config";
import { updateStore } from "./store/update-store";

export interface AmiEngine {
  parts: AmiParts;
  /** The reviewed file, and why a change to it is not in force. */
  config: ConfigReader;
}

/**
 * The engine from settings, once per process. Opens nothing: GitHub, AWS, clusters and PostgreSQL are
 * reached with the first call. `readOnly` is for parts that only look; GitHub then refuses writes.
 */
export function assembleAmiUpdates(
  settings: AmiSettings,
  options: { consoleUrl?: string; readOnly?: boolean } = {},
): AmiEngine {
  const config = configReader(settings.SWITCHYARD_AMI_CONFIG ?? "");
  const consoleUrl = options.consoleUrl ?? settings.SWITCHYARD_CONSOLE_URL;
  const machine = settings.SWITCHYARD_AMI_STATE_MACHINE_ARN;
  const parts: AmiParts = {
    config: config.read,
    images: imageCatalogue(),
    github: gitHubWhenAsked(async () => {
      const app = await readAppSecret(settings);
      return gitHub({
        apiUrl: settings.GITHUB_API_URL,
        ...(app && { app: { id: app.appId, privateKey: app.privateKey } }),
        ...(options.readOnly && { readOnly: true }),
      });
    }),
    clusters: clustersWhenAsked({
      ...(settings.KUBECONFIG && { kubeconfig: settings.KUBECONFIG }),
    }),
    reviewer: reviewerOf(config),
    store: updateStore(),
    // By the configuration as it is when something is sent: it may change while the process runs.
    get channels() {
      return channelsOf(config, settings);
    },
    executions: machine ? stateMachine(machine) : inProcess(() => parts),
    now,
    ...(consoleUrl && { consoleUrl }),
  };
  return { parts, config };
}

function channelsOf(config: ConfigReader, settings: AmiSettings): Channel[] {
  const { topicArn } = config.read().notify;
  const webhook = settings.SWITCHYARD_AMI_SLACK_WEBHOOK_URL;
  return [...(topicArn ? [snsChannel(topicArn)] : []), ...(webhook ? [slackChannel(webhook)] : [])];
}

/** The model that the configuration names when it is asked. */
const reviewerOf = (config: ConfigReader): Reviewer => ({
  get modelId() {
    return config.read().model.id;
  },
  review(ask, signal) {
    const { id, guardrail, timeoutSeconds } = config.read().model;
    const timeoutMs = timeoutSeconds * 1_000;
    return bedrockReviewer({ modelId: id, guardrail, timeoutMs }).review(ask, signal);
  },
});
