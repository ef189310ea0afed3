import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { processesOfInstance, strayProcesses } from "../../../../lab/fleet/processes.ts";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";
import { aDeployer } from "../codedeploy/a-deployer.ts";
import { aHookedRevision } from "../codedeploy/a-hooked-revision.ts";

let lab: LabUnderTest;
beforeAll(async () => {
  lab = await startLab({ env: { ...process.env, LAB_PACE: "fast" } });
});
afterAll(() => lab?.stop());

it("ends what an earlier fleet of the same directory left running, and only that", async () => {
  const deployer = aDeployer(lab);
  const id = await deployer.deploy(await aHookedRevision({}));
  expect(await deployer.ended(id)).toMatchObject({ status: "Succeeded" });
  const old = (await deployer.targets(id)).map((each) => each.targetId ?? "");
  expect(old.flatMap((each) => processesOfInstance(each))).toHaveLength(2);
  const other = mkdtempSync(join(tmpdir(), "lab-other-"));
  expect(strayProcesses(other, new Set())).toEqual([]);
  rmSync(other, { recursive: true });

  await lab.kill();
  rmSync(lab.stateDir, { recursive: true });
  await lab.restart();
  expect(old.flatMap((each) => processesOfInstance(each))).toEqual([]);
  const again = await aDeployer(lab).deploy(await aHookedRevision({}));
  expect(await aDeployer(lab).ended(again)).toMatchObject({ status: "Succeeded" });
});

it("leaves no process behind when it is reset", async () => {
  const deployer = aDeployer(lab);
  const id = await deployer.deploy(await aHookedRevision({ ValidateService: "sleep 30" }));
  const before = await (await fetch(`${lab.endpoint}/_lab/load-balancer`)).json();
  expect(before.failed).toBe(0);
  const ids: string[] = before.targets.map((each: { id: string }) => each.id);
  const answer = await fetch(`${lab.endpoint}/_lab/reset`, { method: "POST" });
  expect(answer.status).toBe(200);
  expect(ids.flatMap((each) => processesOfInstance(each))).toEqual([]);
  await expect(deployer.get(id)).rejects.toMatchObject({ name: "DeploymentDoesNotExistException" });
  const next = await deployer.deploy(await aHookedRevision({}));
  expect(await deployer.ended(next)).toMatchObject({ status: "Succeeded" });
});
