import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createAppAuth } from "@octokit/auth-app";
import { Octokit } from "@octokit/core";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";

export const CONFIG = { owner: "platform", repo: "eks-config" };
export const IMAGES = { owner: "awslabs", repo: "amazon-eks-ami" };
export const FILE = "karpenter-configs/clusters/dev/nodeclass.yaml";

export interface Hub {
  lab: LabUnderTest;
  /** Address of the REST API. */
  api: string;
  appKey: string;
  /** The App as itself. */
  app: Octokit;
  /** The App's installation. */
  bot: Octokit;
  person(login?: string): Octokit;
}

/** A lab with its GitHub, and the real Octokit as everybody who may ask it. */
export async function aHub(): Promise<Hub> {
  const lab = await startLab({ env: { ...process.env, LAB_PACE: "fast" } });
  return { lab, ...clientsOf(lab) };
}

function clientsOf(lab: LabUnderTest) {
  const api = `${lab.endpoint}/_lab/github/api/v3`;
  const appKey = readFileSync(join(lab.stateDir, "github", "app.private-key.pem"), "utf8");
  const credentials = { appId: 1, privateKey: appKey };
  const authStrategy = createAppAuth;
  const quiet = { debug() {}, info() {}, warn() {}, error() {} };
  const common = { baseUrl: api, log: quiet };
  return {
    api,
    appKey,
    app: new Octokit({ ...common, authStrategy, auth: credentials }),
    bot: new Octokit({ ...common, authStrategy, auth: { ...credentials, installationId: 1 } }),
    person: (login = "octavia") => new Octokit({ ...common, auth: `ghp_lab_${login}` }),
  };
}

export interface Refused {
  status: number;
  message?: string;
  errors?: { message?: string; field?: string }[];
}

/** What GitHub refused with; fails when it did not. */
export async function refusal(asked: Promise<unknown>): Promise<Refused> {
  try {
    await asked;
  } catch (error) {
    const { status, response } = error as { status: number; response?: { data?: object } };
    return { ...response?.data, status };
  }
  throw new Error("It was not refused.");
}

export const base64 = (text: string) => Buffer.from(text).toString("base64");

/** Puts a file on a branch as a person; makes the branch from main when it is not there. @returns the commit */
export async function putFile(
  hub: Hub,
  file: { path?: string; content: string; branch?: string; message?: string },
): Promise<string> {
  const { path = FILE, content, branch = "main", message = "Change it" } = file;
  const person = hub.person();
  const at = { ...CONFIG, path };
  if (branch !== "main") {
    const exists = await person
      .request("GET /repos/{owner}/{repo}/git/ref/{ref}", { ...CONFIG, ref: `heads/${branch}` })
      .catch(() => undefined);
    if (!exists) {
      await person.request("POST /repos/{owner}/{repo}/git/refs", {
        ...CONFIG,
        ref: `refs/heads/${branch}`,
        sha: await headOf(hub, "main"),
      });
    }
  }
  const known = await person
    .request("GET /repos/{owner}/{repo}/contents/{path}", { ...at, ref: branch })
    .catch(() => undefined);
  const sha = (known?.data as { sha?: string } | undefined)?.sha;
  const { data } = await person.request("PUT /repos/{owner}/{repo}/contents/{path}", {
    ...at,
    branch,
    message,
    content: base64(content),
    ...(sha ? { sha } : {}),
  });
  return data.commit.sha as string;
}

export async function headOf(hub: Hub, branch: string): Promise<string> {
  const { data } = await hub.person().request("GET /repos/{owner}/{repo}/git/ref/{ref}", {
    ...CONFIG,
    ref: `heads/${branch}`,
  });
  return data.object.sha;
}

/** An open pull request of the App that changes one file on a branch of its own. */
export async function aPull(
  hub: Hub,
  branch: string,
  content: string,
  path?: string,
): Promise<{ number: number; head: string }> {
  const head = await putFile(hub, { branch, content, ...(path ? { path } : {}) });
  const { data } = await hub.bot.request("POST /repos/{owner}/{repo}/pulls", {
    ...CONFIG,
    title: `Update ${branch}`,
    body: "Why",
    head: branch,
    base: "main",
  });
  return { number: data.number, head };
}
