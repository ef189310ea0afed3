import { afterAll, beforeAll, expect, it } from "vitest";
import { topics } from "@/lib/releases/keys";
import type { PipelineView } from "@/lib/releases/model";
import "@/server/features";
import { awsCalls } from "@/server/aws/count-calls";
import { hookEventConsumer } from "@/server/live/consume-events";
import { hub } from "@/server/live/hub";
import type { LiveMessage } from "@/server/live/message";
import { runShutdown } from "@/server/platform/shutdown";
import { type ReleaseWorld, startReleaseWorld } from "../../fixtures/release-world.ts";
import { runLabCommand } from "../../fixtures/run-lab-command.ts";
import { waitFor } from "../../fixtures/wait-for.ts";

let world: ReleaseWorld;
beforeAll(async () => {
  world = await startReleaseWorld();
}, 180_000);
afterAll(async () => {
  await runShutdown();
  await hub().close();
  await world?.close();
});

it("what happens in AWS is seen at once, by an event, and costs the same for many viewers", async () => {
  hookEventConsumer();
  const topic = topics.pipeline("lab-app");
  const seen: { at: number; view: PipelineView }[] = [];
  let heard = 0;
  const leave = hub().subscribe(topic, (message: LiveMessage) => {
    heard += 1;
    if (message.event === "snapshot")
      seen.push({ at: Date.now(), view: message.snapshot.data as PipelineView });
  });
  await waitFor("the quiet pipeline", () => seen.length > 0);
  await runLabCommand(world.lab.port, "release", "v1.0");
  await waitFor("the approval", () => seen.some(({ view }) => view.approvals.length > 0), 60_000);

  // Each change of an action carries its own time; how long until somebody saw it?
  const firstSeen = new Map<string, number>();
  for (const { at, view } of seen) {
    for (const { name, actions } of view.stages) {
      for (const { status, changedAt } of actions) {
        const key = `${name} ${status} ${changedAt}`;
        if (changedAt && !firstSeen.has(key)) firstSeen.set(key, at - Date.parse(changedAt));
      }
    }
  }
  const delays = [...firstSeen.values()].sort((a, b) => a - b);
  const median = delays[Math.floor(delays.length / 2)] ?? Number.NaN;
  console.info(`change → snapshot: ${delays.join(", ")} ms`);
  expect(delays.length).toBeGreaterThanOrEqual(4);
  // A poll of a quiet pipeline would come after up to 15 s.
  expect(median).toBeLessThan(2_000);

  // One look at AWS for each message, whether one person hears it or two hundred.
  const looks = () =>
    awsCalls().find((call) => call.operation === "GetPipelineState")?.calls ?? Number.NaN;
  const overMessages = async (count: number) => {
    const from = { heard, looks: looks() };
    hub().wake([topic]);
    await waitFor(`${count} messages`, () => heard >= from.heard + count);
    return { looks: looks() - from.looks, messages: heard - from.heard };
  };
  const one = await overMessages(4);
  const more = Array.from({ length: 200 }, () => hub().subscribe(topic, () => undefined));
  const many = await overMessages(4);
  for (const { looks: made, messages } of [one, many]) {
    expect(made).toBeGreaterThanOrEqual(messages - 1);
    expect(made).toBeLessThanOrEqual(messages + 1);
  }
  for (const end of more) end();
  leave();
}, 120_000);
