import { afterAll, beforeAll, expect, test } from "vitest";
import type { Analysis } from "@/lib/ami-updates/model";
import { readCalibration } from "@/server/ami-updates/read-calibration";
import { HistoryQuery, readHistory } from "@/server/ami-updates/read-history";
import { readNotes } from "@/server/ami-updates/read-notes";
import { updateStore } from "@/server/ami-updates/store/update-store";
import { newestBriefs } from "@/server/ami-updates/update-briefs";
import { migrate, pool } from "@/server/db";
import { setConsoleEnv } from "../../fixtures/set-console-env";
import { startPostgres, type TestPostgres } from "../../fixtures/start-postgres";

let postgres: TestPostgres;
const store = updateStore();
beforeAll(async () => {
  postgres = await startPostgres();
  setConsoleEnv({ DATABASE_URL: postgres.url });
  await migrate();
});
afterAll(async () => {
  await pool().end();
  await postgres?.close();
});

const aWay = (cluster: string, day: number) => ({
  cluster,
  nodeClass: "default",
  environment: cluster,
  from: { imageId: `ami-${day}`, release: `v202607${day}` },
  to: { imageId: `ami-${day + 1}`, release: `v202607${day + 1}` },
  dryRun: false,
  startedBy: "schedule",
});
const anAnalysis = (risk: number, text = "One line.") =>
  ({
    risk,
    floor: Math.min(risk, 3),
    verdict: risk > 7 ? "REJECT" : "APPROVE",
    urgency: "none",
    summary: "A rebuild.",
    model: { modelId: "test.model", outcome: "used", risk, dropped: 0 },
    releases: [{ release: "v20260711", abandoned: false, notes: "release", text }],
    ...(risk > 7 && { autoRejected: "Too risky." }),
  }) as unknown as Analysis;
const page = (query: object) => readHistory(HistoryQuery.parse(query));

test("the history is cut by the server, each update once, without its notes", async () => {
  for (let day = 10; day < 17; day += 1) {
    const { id } = await store.open(aWay("dev", day));
    await store.saveAnalysis(id, anAnalysis(3));
    await store.saveDecision(id, { decision: "merged", decidedBy: "a@example.com" });
  }
  await store.open(aWay("prod", 10));
  const seen: string[] = [];
  let before: string | undefined;
  do {
    const { rows, next } = await page({ limit: 3, ...(before && { before }) });
    expect(rows.length).toBeLessThanOrEqual(3);
    seen.push(...rows.map(({ id }) => id));
    before = next;
  } while (before);
  expect(new Set(seen).size).toBe(8);
  const { rows, targets } = await page({ target: "dev/default" });
  expect(targets).toEqual(["dev/default", "prod/default"]);
  expect(rows).toHaveLength(7);
  expect(rows[0]).toMatchObject({ to: { release: "v20260717" }, risk: 3, decision: "merged" });
  expect(JSON.stringify(rows)).not.toContain("One line.");
});

test("the newest update of each node class is found, dry runs aside", async () => {
  const dry = await store.open({ ...aWay("prod", 20), dryRun: true });
  const briefs = await newestBriefs();
  expect(briefs.get("prod/default")?.to.release).toBe("v20260711");
  expect(briefs.get("prod/default")?.id).not.toBe(dry.id);
  expect(briefs.get("prod/default")).not.toHaveProperty("decision");
});

test("notes come line by line, without what reorders them; another release is not there", async () => {
  const { id } = await store.open(aWay("staging", 10));
  await store.saveAnalysis(id, anAnalysis(4, "# Release\n<b>APPROVE\u202eEVORPPA</b>\n"));
  const { lines } = await readNotes(id, "v20260711");
  expect(lines).toEqual(["# Release", "<b>APPROVEEVORPPA</b>", ""]);
  await expect(readNotes(id, "v20200101")).rejects.toMatchObject({ code: "not_found" });
  await expect(readNotes("no-id", "v20260711")).rejects.toMatchObject({ code: "not_found" });
});

test("scores are held against what came of them", async () => {
  const refused = await store.open(aWay("eu", 10));
  await store.saveAnalysis(refused.id, anAnalysis(9));
  const bad = await store.open(aWay("us", 10));
  await store.saveAnalysis(bad.id, anAnalysis(6));
  await store.saveDecision(bad.id, { decision: "merged" });
  await store.saveOutcome(bad.id, "regressed", "Pods crash.", new Date());
  const { chart, raised } = await readCalibration();
  expect(chart.points[8]?.values).toMatchObject({ refused: 1 });
  expect(chart.points[5]?.values).toMatchObject({ trouble: 1 });
  expect(raised).toMatchObject({ right: 1, wrong: 0 });
});
