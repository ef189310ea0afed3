import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writePrivate } from "../demo/secrets.ts";
import { labAmiConfig } from "./ami-config.ts";
import { installAmiWorkflow, STATE_MACHINE } from "./ami-workflow.ts";
import { labStateDir } from "./lab.ts";

export interface AmiUpdatesOptions {
  stateDir: string;
  labUrl: string;
  /** The console's address. */
  url: string;
  databaseUrl: string;
}

const ACCOUNT = "000000000000";
const TOPIC = `arn:aws:sns:us-east-1:${ACCOUNT}:ami-updates`;

/**
 * Writes the configuration of AMI updates where there is none, and gives the console's settings for them. The lab
 * has to be up: it has made the App's key and the webhook's secret.
 */
export function prepareAmiUpdates({ stateDir, labUrl }: AmiUpdatesOptions): Record<string, string> {
  const config = configPath(stateDir);
  // Somebody may have changed it to try something.
  if (!existsSync(config)) writePrivate(config, labAmiConfig(TOPIC));
  return {
    SWITCHYARD_AMI_CONFIG: config,
    SWITCHYARD_AMI_STATE_MACHINE_ARN: `arn:aws:states:us-east-1:${ACCOUNT}:stateMachine:${STATE_MACHINE}`,
    GITHUB_API_URL: gitHubUrl(labUrl),
    GITHUB_APP_ID: "1",
    GITHUB_APP_PRIVATE_KEY: readLab(stateDir, "github/app.private-key.pem"),
    GITHUB_WEBHOOK_SECRET: readLab(stateDir, "github/webhook-secret"),
    KUBECONFIG: join(labStateDir(stateDir), "kubeconfig"),
  };
}

/** Brings the workflow into the lab: functions, state machine, rules, topic and the webhook. May be repeated. */
export const installAmiUpdates = (options: AmiUpdatesOptions): Promise<void> =>
  installAmiWorkflow({
    labUrl: options.labUrl,
    consoleUrl: options.url,
    databaseUrl: options.databaseUrl,
    gitHubUrl: gitHubUrl(options.labUrl),
    configPath: configPath(options.stateDir),
    topicArn: TOPIC,
    app: {
      appId: "1",
      privateKey: readLab(options.stateDir, "github/app.private-key.pem"),
      webhookSecret: readLab(options.stateDir, "github/webhook-secret"),
    },
  });

const configPath = (stateDir: string) => join(stateDir, "ami-updates.yaml");
const gitHubUrl = (labUrl: string) => `${labUrl}/_lab/github/api/v3`;
const readLab = (stateDir: string, path: string) =>
  readFileSync(join(labStateDir(stateDir), path), "utf8").trim();
