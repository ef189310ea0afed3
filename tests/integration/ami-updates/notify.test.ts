import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { AmiNotice } from "@/lib/ami-updates/notice";
import type { AmiParts, Channel } from "@/server/ami-updates/contracts";
import { deliverNotices } from "@/server/ami-updates/notify/deliver-notices";
import { slackChannel } from "@/server/ami-updates/notify/slack";
import { updateStore } from "@/server/ami-updates/store/update-store";
import { migrate, pool } from "@/server/db";
import { serialiseError } from "@/server/platform/log";
import { setConsoleEnv } from "../../fixtures/set-console-env";
import { startPostgres, type TestPostgres } from "../../fixtures/start-postgres";

const SECRET = "/services/T0/B0/not-for-anybody";
let postgres: TestPostgres;
let slack: Server;
let url: string;
let answers: (number | "hang")[] = [];
const received: { path?: string; body: string }[] = [];

beforeAll(async () => {
  postgres = await startPostgres();
  setConsoleEnv({ DATABASE_URL: postgres.url });
  await migrate();
  slack = createServer((req, res) => {
    let body = "";
    req.on("data", (data) => {
      body += data;
    });
    req.on("end", () => {
      received.push({ path: req.url, body });
      const answer = answers.shift() ?? 200;
      if (answer === "hang") return;
      res.writeHead(answer, answer === 302 ? { location: "http://127.0.0.1:1/" } : {});
      res.end(answer === 200 ? "ok" : "no_service");
    });
  });
  await new Promise<void>((done) => slack.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(slack.address() as AddressInfo).port}${SECRET}`;
});
afterEach(() => {
  answers = [];
  received.length = 0;
});
afterAll(async () => {
  slack?.closeAllConnections();
  slack?.close();
  await pool().end();
  await postgres?.close();
});

const store = updateStore();
let count = 0;
async function aNotice(): Promise<AmiNotice> {
  count += 1;
  const { id } = await store.open({
    cluster: `c${count}`,
    nodeClass: "default",
    environment: "dev",
    from: { imageId: "ami-0000000000000000a" },
    to: { imageId: "ami-0000000000000000b", release: "v20260714" },
    dryRun: false,
    startedBy: "schedule",
  });
  return { updateId: id, kind: "proposed", title: "dev → v20260714", summary: "Rebuilt packages." };
}
/** The outbox with a clock that can be ahead of PostgreSQL's or behind it. */
const partsWith = (channel: Channel, ahead = 0) =>
  ({ store, channels: [channel], now: () => new Date(Date.now() + ahead) }) as unknown as AmiParts;
const deliveries = ({ updateId }: AmiNotice) => store.notifications.of(updateId);

test("a notice is sent once, with score, summary and link", async () => {
  const notice = await aNotice();
  await store.notifications.add(
    { ...notice, risk: 3, verdict: "APPROVE", url: "https://github.test/pull/7" },
    ["slack"],
  );
  const parts = partsWith(slackChannel(url));
  await Promise.all([deliverNotices(parts), deliverNotices(parts), deliverNotices(parts)]);
  expect(received).toHaveLength(1);
  expect(received[0]?.path).toBe(SECRET);
  expect(received[0]?.body).toContain("Risk 3 of 10");
  expect(received[0]?.body).toContain("https://github.test/pull/7");
  expect(await deliveries(notice)).toMatchObject([{ state: "sent", attempts: 1 }]);
});

test("what others wrote is text: no mention, no link, no formatting", async () => {
  await slackChannel(url).send({
    updateId: "u",
    kind: "proposed",
    title: "<!channel> *now*",
    summary: "<https://evil.test|click> & @here `code` ~a~ \u202eabc\u0000",
    url: "javascript:alert(1)",
  });
  const { blocks, text } = JSON.parse(received[0]?.body ?? "{}");
  const said = JSON.stringify([blocks[0].text.text, text]);
  expect(said).not.toMatch(/<|>|\u202e|javascript/);
  expect(said).toContain("&lt;!channel&gt;");
  expect(said).toContain("&lt;https://evil.test|click&gt; &amp; ");
  expect(blocks).toHaveLength(1);
  expect(said).not.toContain("@here");
});

test("Slack's own trouble is tried again later, at growing intervals, and is in the log", async () => {
  const notice = await aNotice();
  await store.notifications.add(notice, ["slack"]);
  answers = [503, 429, 200];
  // PostgreSQL says what is due, so a clock that is behind makes the next try due at once.
  const parts = partsWith(slackChannel(url), -60_000);
  expect(await deliverNotices(parts)).toEqual({ sent: 0, failed: 1 });
  expect(await deliveries(notice)).toMatchObject([
    {
      state: "pending",
      attempts: 1,
      lastError: "Slack reports an error of its own; it is tried again later.",
    },
  ]);
  expect(await deliverNotices(parts)).toEqual({ sent: 0, failed: 1 });
  expect(await deliverNotices(parts)).toEqual({ sent: 1, failed: 0 });
  const [sent] = await deliveries(notice);
  expect(sent).toMatchObject({ state: "sent", attempts: 3 });
  expect(sent?.lastError).toBeUndefined();

  const later = await aNotice();
  await store.notifications.add(later, ["slack"]);
  answers = [503];
  const ahead = partsWith(slackChannel(url), 60_000);
  await deliverNotices(ahead);
  await deliverNotices(ahead);
  expect(await deliveries(later)).toMatchObject([{ state: "pending", attempts: 1 }]);
  await postgres.query("delete from ami_notifications where update_id = $1", [later.updateId]);
});

test.each([403, 404, 302])("an answer of %i is final", async (status) => {
  const notice = await aNotice();
  await store.notifications.add(notice, ["slack"]);
  answers = [status];
  await deliverNotices(partsWith(slackChannel(url)));
  expect(await deliveries(notice)).toMatchObject([
    { state: "failed", lastError: `Slack refused the message (${status}).` },
  ]);
  expect(received).toHaveLength(1);
});

test("a webhook that says nothing is given up in time, and its address is in no error", async () => {
  answers = ["hang"];
  const errors = await Promise.all([
    slackChannel(url, 100)
      .send(await aNotice())
      .catch((error: unknown) => error),
    slackChannel(`http://127.0.0.1:1${SECRET}`)
      .send(await aNotice())
      .catch((error: unknown) => error),
  ]);
  expect(errors).toMatchObject([
    { message: "Slack did not answer in time.", retryable: true },
    { message: "Slack cannot be reached.", retryable: true },
  ]);
  for (const error of errors)
    expect(JSON.stringify(serialiseError(error))).not.toContain("not-for-anybody");
});

test("a channel that was taken out of the settings ends its notices", async () => {
  const notice = await aNotice();
  await store.notifications.add(notice, ["sns"]);
  await deliverNotices(partsWith(slackChannel(url)));
  expect(await deliveries(notice)).toMatchObject([
    { state: "failed", lastError: "This channel is not configured any more." },
  ]);
});
