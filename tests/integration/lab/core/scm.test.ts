import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from "@aws-sdk/client-eventbridge";
import { GetObjectCommand, HeadObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import yauzl from "yauzl";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";
import { connection, run } from "./clients.ts";

let lab: LabUnderTest;
let s3: S3Client;
beforeAll(async () => {
  lab = await startLab();
  s3 = new S3Client(connection(lab));
});
afterAll(() => lab?.stop());

const Bucket = "code-build-source-lab";
const url = () => `${lab.endpoint}/_lab/git/lab-app.git`;

async function git(cwd: string, ...args: string[]) {
  const identity = { NAME: "Ünï <b>x</b>", EMAIL: "a@example.com" };
  const env = Object.fromEntries(
    ["AUTHOR", "COMMITTER"].flatMap((who) =>
      Object.entries(identity).map(([name, value]) => [`GIT_${who}_${name}`, value]),
    ),
  );
  return run("git", args, { cwd, env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null", ...env } });
}

/** A clone with one commit per entry of `subjects`; each changes file.txt. */
async function aClone(name: string, ...subjects: string[]) {
  const folder = join(lab.stateDir, "clones", name);
  mkdirSync(folder, { recursive: true });
  expect(await git(folder, "clone", "--quiet", url(), ".")).toMatchObject({ code: 0 });
  for (const subject of subjects) await commit(folder, subject);
  return folder;
}

async function commit(folder: string, subject: string) {
  writeFileSync(join(folder, "file.txt"), subject);
  await git(folder, "add", ".");
  expect(await git(folder, "commit", "--quiet", "-m", subject)).toMatchObject({ code: 0 });
}

const metadataOf = async (branch: string) =>
  (await s3.send(new HeadObjectCommand({ Bucket, Key: `lab-app/${branch}/source.zip` })))
    .Metadata ?? {};
const subjectsOf = (metadata: Record<string, string>) =>
  (JSON.parse(decodeURIComponent(metadata.commits ?? "[]")) as { subject: string }[]).map(
    (one) => one.subject,
  );

describe("a push", () => {
  it("tells whoever pushed what follows", async () => {
    const folder = await aClone("told", "Tell me");
    const { code, stderr } = await git(folder, "push", "origin", "HEAD:topic/told");
    expect(code).toBe(0);
    expect(stderr).toContain(
      "remote: The lab takes topic/told: a pipeline that follows this branch",
    );
    expect(stderr).toContain("remote: Follow it in the console under Releases");
  });
  it("puts the tree and what it brought into the source bucket before git is told it is done", async () => {
    const folder = await aClone("one", "First", 'Second: 100 % <script>alert("x")</script> — 🚀');
    expect(await git(folder, "push", "--quiet", "origin", "HEAD:main")).toMatchObject({ code: 0 });
    const metadata = await metadataOf("main");
    const summary = metadata["codepipeline-artifact-revision-summary"] ?? "";
    expect(decodeURIComponent(summary)).toBe('Second: 100 % <script>alert("x")</script> — 🚀');
    expect(metadata["commit-id"]).toBe((await git(folder, "rev-parse", "HEAD")).stdout.trim());
    expect(subjectsOf(metadata)).toEqual([
      'Second: 100 % <script>alert("x")</script> — 🚀',
      "First",
    ]);
    const zip = await s3.send(new GetObjectCommand({ Bucket, Key: "lab-app/main/source.zip" }));
    const names = await namesInZip(Buffer.from((await zip.Body?.transformToByteArray()) ?? []));
    expect(names).toEqual(["file.txt"]);

    await commit(folder, "Third");
    await git(folder, "push", "--quiet", "origin", "HEAD:main");
    expect(subjectsOf(await metadataOf("main"))).toEqual(["Third"]);
  });

  it("of a new branch brings only what no other branch has", async () => {
    const folder = await aClone("two", "On the side");
    expect(
      await git(folder, "push", "--quiet", "origin", "HEAD:blue-green", "HEAD:feature/deep"),
    ).toMatchObject({ code: 0 });
    expect(subjectsOf(await metadataOf("blue-green"))).toEqual(["On the side"]);
    expect(subjectsOf(await metadataOf("feature/deep"))).toEqual(["On the side"]);
  });

  it("that replaces history by force is told too", async () => {
    const folder = await aClone("three");
    await git(folder, "reset", "--quiet", "--hard", "HEAD~1");
    await commit(folder, "Another third");
    expect((await git(folder, "push", "--quiet", "origin", "HEAD:main")).code).not.toBe(0);
    expect(await git(folder, "push", "--quiet", "--force", "origin", "HEAD:main")).toMatchObject({
      code: 0,
    });
    expect(subjectsOf(await metadataOf("main"))).toEqual(["Another third"]);
  });

  it("raises the event of its object", async () => {
    const events = new EventBridgeClient(connection(lab));
    const sqs = new SQSClient(connection(lab));
    await events.send(
      new PutRuleCommand({
        Name: "sources",
        EventPattern: JSON.stringify({
          source: ["aws.s3"],
          detail: { object: { key: [{ prefix: "lab-app/" }] } },
        }),
      }),
    );
    await events.send(
      new PutTargetsCommand({
        Rule: "sources",
        Targets: [{ Id: "q", Arn: "arn:aws:sqs:us-east-1:000000000000:switchyard-events" }],
      }),
    );
    const folder = await aClone("four", "With an event");
    await git(folder, "push", "--quiet", "origin", "HEAD:refs/heads/other");
    const QueueUrl = `${lab.endpoint}/000000000000/switchyard-events`;
    const found = [];
    for (let tries = 0; tries < 10 && found.length === 0; tries++) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 2, MaxNumberOfMessages: 10 }),
      );
      found.push(
        ...Messages.map((one) => JSON.parse(one.Body ?? "")).filter(
          (event) => event.source === "aws.s3",
        ),
      );
    }
    expect(found[0]).toMatchObject({
      "detail-type": "Object Created",
      detail: { bucket: { name: Bucket }, object: { key: "lab-app/other/source.zip" } },
    });
  });
});

describe("the git server", () => {
  it("has only its own repositories", async () => {
    for (const path of [
      "other.git/info/refs",
      "../scm/repositories/lab-app.git/info/refs",
      "lab-app.git/config",
      "lab-app.git/../../../../etc/passwd",
    ]) {
      const answer = await fetch(`${lab.endpoint}/_lab/git/${path}?service=git-upload-pack`);
      expect(answer.status).toBe(404);
    }
  });

  it("fails when it is told to, and the client hears it", async () => {
    const rules = [{ service: "scm", kind: "error", count: 1 }];
    await fetch(`${lab.endpoint}/_lab/faults`, { method: "PUT", body: JSON.stringify({ rules }) });
    expect((await git(lab.stateDir, "ls-remote", url())).code).not.toBe(0);
    expect((await git(lab.stateDir, "ls-remote", url())).code).toBe(0);
  });

  it("keeps what was pushed over a kill, and publishes what the kill kept from the bucket", async () => {
    const folder = await aClone("five");
    await lab.kill();
    await commit(folder, "Cut off");
    const repository = join(lab.stateDir, "scm", "repositories", "lab-app.git");
    const late = await git(folder, "push", "--quiet", repository, "HEAD:refs/heads/late");
    expect(late).toMatchObject({ code: 0 });
    await lab.restart();
    expect(subjectsOf(await metadataOf("late"))).toEqual(["Cut off"]);
    await git(folder, "fetch", "--quiet", "origin");
    expect((await git(folder, "log", "-1", "--format=%s", "origin/main")).stdout.trim()).toBe(
      "Another third",
    );
    expect(subjectsOf(await metadataOf("main"))).toEqual(["Another third"]);
  });
});

function namesInZip(bytes: Buffer): Promise<string[]> {
  return new Promise((done, fail) => {
    yauzl.fromBuffer(bytes, { lazyEntries: false }, (error, zip) => {
      if (error || !zip) return fail(error);
      const names: string[] = [];
      zip.on("entry", (entry) => names.push(entry.fileName));
      zip.on("end", () => done(names));
    });
  });
}
