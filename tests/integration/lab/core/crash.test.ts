import { readdirSync } from "node:fs";
import { join } from "node:path";
import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import {
  CreateQueueCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";
import { connection } from "./clients.ts";

let lab: LabUnderTest;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab?.stop());

it("kill -9 at any moment loses nothing that was acknowledged", async () => {
  const Bucket = "code-build-artifacts-lab";
  const sqs = new SQSClient(connection(lab));
  const s3 = new S3Client(connection(lab));
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "crash" }));

  for (let round = 0; round < 3; round++) {
    const sent = new Set<string>();
    const put = new Set<string>();
    let killed = false;
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let index = 0; !killed; index++) {
        const name = `${round}-${writer}-${index}`;
        try {
          await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: name }));
          sent.add(name);
          await s3.send(
            new PutObjectCommand({ Bucket, Key: `crash/${name}`, Body: name.repeat(1_000) }),
          );
          put.add(name);
        } catch (error) {
          if (!killed) throw error;
        }
      }
    });
    // Killed in the middle of the load, after some of it is known to be done.
    await new Promise<void>((enough) => {
      const look = setInterval(() => {
        if (put.size < 40 + round * 7) return;
        clearInterval(look);
        enough();
      }, 1);
    });
    killed = true;
    await lab.kill();
    await Promise.all(writers);
    await lab.restart();

    const received = new Set<string>();
    for (;;) {
      const answer = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      if (!answer.Messages) break;
      for (const message of answer.Messages) received.add(message.Body ?? "");
    }
    expect([...sent].filter((name) => !received.has(name))).toEqual([]);
    for (const name of put) {
      const got = await s3.send(new GetObjectCommand({ Bucket, Key: `crash/${name}` }));
      expect(await got.Body?.transformToString()).toBe(name.repeat(1_000));
    }
    await sqs.send(new PurgeQueueCommand({ QueueUrl }));
  }

  const listed = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "crash/" }));
  const files = readdirSync(join(lab.stateDir, "s3", "data"));
  expect(files.length).toBe(listed.KeyCount);
  expect(files.filter((name) => name.endsWith(".part"))).toEqual([]);
});
