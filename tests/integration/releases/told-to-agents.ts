import { expect } from "vitest";
import { nobody } from "@/server/aws/call-aws";
import { ctxOfSession } from "@/server/platform/ctx";
import type { Session } from "@/server/platform/session";
import { verbTools } from "@/server/platform/verb-tools";
import { readPipeline } from "@/server/releases/read-pipeline";
import { reconcileRollBack } from "@/server/releases/reconcilers";
import "@/server/releases/verb-tools";
import { waitFor } from "../../fixtures/wait-for.ts";

/** A deployment of lab-app's v1.1 that failed, and the one that brought v1.0 back. */
interface Broken {
  failedId: string;
  rollbackId: string;
}

const verb = (name: string) => {
  const found = verbTools().find((one) => one.name === name);
  if (!found) throw new Error(`There is no ${name}.`);
  return found;
};
// biome-ignore lint/suspicious/noExplicitAny: a verb gives plain JSON
const ask = async (name: string, session: Session, input: object): Promise<any> =>
  verb(name).run({ ctx: await ctxOfSession(session, { fresh: true }), input });

/** The failure told to an agent from one end: both ports by name, and each cited line where it is said to be. */
export async function expectExplained(
  broken: Broken,
  deploymentId: string,
  as: Session,
): Promise<void> {
  const told = await ask("release_explain_failure", as, { deploymentId });
  expect(told.subject).toBe(`deployment ${broken.failedId}`);
  const [script, ports] = told.findings;
  expect(script.what).toMatch(/^ValidateService on i-\w+ failed: .+ ended with exit code 1\.$/);
  expect(ports.what).toBe(
    "Port 8080 was asked and nothing answers there; the application listens on port 8081.",
  );
  const story = await ask("release_read_deployment", as, { deploymentId });
  expect(story.failures).toMatchObject([{ event: "ValidateService", exitCode: 1 }]);
  expect(story.rollback.deploymentId).toBe(broken.rollbackId);
  expect(ports.lines).toHaveLength(2);
  for (const { log, line, text } of ports.lines) {
    const found = story.logs.find((each: { log: string }) => each.log === log);
    expect(found?.lines).toContainEqual({ line, text });
  }
}

/** Rolls Production back to v1.0 as an agent does, and asks the reconciler what became of it. */
export async function expectRolledBack(broken: Broken, as: Session): Promise<void> {
  const { deployments } = await ask("release_list_deployments", as, { pipeline: "lab-app" });
  expect(deployments.map(({ id }: { id: string }) => id)).toEqual(
    expect.arrayContaining([broken.failedId, broken.rollbackId]),
  );
  const { executions } = await readPipeline(nobody, "lab-app");
  const good = executions.find(({ status }) => status === "Succeeded")?.id ?? "";
  const ctx = await ctxOfSession(as, { fresh: true });
  const input = {
    pipeline: "lab-app",
    stage: "Production",
    targetExecutionId: good,
    reason: "v1.1 does not answer",
  };
  const preview = await verb("release_roll_back").preview?.({ ctx, input });
  expect(preview?.sentence).toMatch(/^Brings stage Production of lab-app back to “.*v1\.0/);
  expect(preview?.rows?.[0]?.before).toMatch(/v1\.1.*Failed$/);
  const at = new Date();
  await verb("release_roll_back").run({ ctx, input });
  const intent = {
    entryId: "entry",
    action: "release.roll-back",
    target: null,
    why: null,
    input,
    person: ctx.person,
  };
  expect(await reconcileRollBack({ ...intent, at })).toBe("applied");
  const earlier = new Date(at.getTime() - 3_600_000);
  expect(await reconcileRollBack({ ...intent, at: earlier })).toBe("refused");
  const rolled = await waitFor("the rollback's execution", async () => {
    const [newest] = (await readPipeline(nobody, "lab-app")).executions;
    return newest?.type === "ROLLBACK" && newest.status !== "InProgress" && newest;
  });
  expect(rolled).toMatchObject({ status: "Succeeded", rollbackTargetId: good });
}
