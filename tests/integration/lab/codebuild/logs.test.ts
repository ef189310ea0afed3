import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";
import { aWire, type Wire } from "../codepipeline/a-wire.ts";

let lab: LabUnderTest;
let wire: Wire;
const stream = { logGroupName: "/it/logs", logStreamName: "one" };

beforeAll(async () => {
  lab = await startLab();
  wire = aWire(lab);
  await wire.logs.send(new CreateLogGroupCommand({ logGroupName: "/it/logs" }));
  await wire.logs.send(new CreateLogStreamCommand(stream));
});
afterAll(async () => {
  await lab?.stop();
});

const put = (messages: string[], at = Date.now()) =>
  wire.logs.send(
    new PutLogEventsCommand({
      ...stream,
      logEvents: messages.map((message, index) => ({ message, timestamp: at + index })),
    }),
  );
const get = (rest: object = {}) => wire.logs.send(new GetLogEventsCommand({ ...stream, ...rest }));
const messagesOf = (page: { events?: { message?: string }[] }) =>
  page.events?.map((event) => event.message);

describe("CloudWatch Logs", () => {
  it("gives an empty stream the same token again and again", async () => {
    const first = await get();
    expect(first.events).toEqual([]);
    const second = await get({ nextToken: first.nextForwardToken });
    expect(second.nextForwardToken).toBe(first.nextForwardToken);
  });

  it("pages forward and backward without loss, through any text", async () => {
    const hostile = [
      "<script>alert(1)</script>",
      'a "quote"\nand a second line',
      "naïve ✔ 😀",
      "\u0007",
    ];
    const all = [...hostile, ...Array.from({ length: 3_000 }, (_, index) => `line ${index}`)];
    await put(all.slice(0, 1_500));
    await put(all.slice(1_500));
    const forward: (string | undefined)[] = [];
    let page = await get({ startFromHead: true, limit: 700 });
    while (page.events?.length) {
      forward.push(...(messagesOf(page) ?? []));
      page = await get({ nextToken: page.nextForwardToken, limit: 700 });
    }
    expect(forward).toEqual(all);
    const backward: (string | undefined)[] = [];
    page = await get({ limit: 700 });
    while (page.events?.length) {
      backward.unshift(...(messagesOf(page) ?? []));
      page = await get({ nextToken: page.nextBackwardToken, limit: 700 });
    }
    expect(backward).toEqual(all);
  });

  it("filters by terms over all streams, page by page", async () => {
    await wire.logs.send(new CreateLogStreamCommand({ ...stream, logStreamName: "two" }));
    const found: (string | undefined)[] = [];
    let nextToken: string | undefined;
    do {
      const page = await wire.logs.send(
        new FilterLogEventsCommand({
          logGroupName: "/it/logs",
          filterPattern: '"line 12" -"line 129"',
          limit: 40,
          nextToken,
        }),
      );
      found.push(...(messagesOf(page) ?? []));
      nextToken = page.nextToken;
    } while (nextToken);
    expect(found).toHaveLength(111 - 11);
  });

  it("describes groups and streams", async () => {
    await wire.logs.send(
      new PutRetentionPolicyCommand({ logGroupName: "/it/logs", retentionInDays: 7 }),
    );
    const { logGroups } = await wire.logs.send(
      new DescribeLogGroupsCommand({ logGroupNamePrefix: "/it/" }),
    );
    expect(logGroups).toMatchObject([{ logGroupName: "/it/logs", retentionInDays: 7 }]);
    expect(logGroups?.[0]?.storedBytes).toBeGreaterThan(1_000);
    const { logStreams } = await wire.logs.send(
      new DescribeLogStreamsCommand({ logGroupName: "/it/logs", orderBy: "LogStreamName" }),
    );
    expect(logStreams?.map((one) => one.logStreamName)).toEqual(["one", "two"]);
    expect(logStreams?.[0]?.lastEventTimestamp).toBeGreaterThan(0);
    expect(logStreams?.[1]?.lastEventTimestamp).toBeUndefined();
  });

  it("keeps everything over a kill", async () => {
    const before = messagesOf(await get({ limit: 3 }));
    await lab.kill();
    await lab.restart();
    expect(messagesOf(await get({ limit: 3 }))).toEqual(before);
  });

  it("answers with the declared errors", async () => {
    await expect(get({ logStreamName: "nowhere" })).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
    await expect(get({ nextToken: "nonsense" })).rejects.toMatchObject({
      name: "InvalidParameterException",
    });
    await expect(
      wire.logs.send(new CreateLogGroupCommand({ logGroupName: "/it/logs" })),
    ).rejects.toMatchObject({ name: "ResourceAlreadyExistsException" });
    const rejected = await put(["from the past"], Date.now() - 30 * 24 * 3_600_000);
    expect(rejected.rejectedLogEventsInfo?.tooOldLogEventEndIndex).toBe(1);
    await wire.logs.send(new DeleteLogGroupCommand({ logGroupName: "/it/logs" }));
    await expect(get()).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  });
});
