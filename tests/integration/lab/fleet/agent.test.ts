import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { processesOfInstance } from "../../../../lab/fleet/processes.ts";
import { waitFor } from "../../../fixtures/wait-for.ts";
import { anAppspec, anInstance, aZip, script } from "./an-instance.ts";

let instance: ReturnType<typeof anInstance>;
beforeEach(() => {
  instance = anInstance();
});
afterEach(() => instance.remove());

/** Deploys a bundle whose only script is run at ApplicationStart, and says how that went. */
async function runScript(text: string, timeout = 10) {
  const bundle = await aZip({
    "appspec.yml": anAppspec("ApplicationStart", timeout),
    "scripts/hook.sh": script(text),
  });
  const { run } = instance.aDeployment(bundle);
  expect(await run("DownloadBundle")).toMatchObject({ errorCode: "Success" });
  return run("ApplicationStart");
}

describe("hooks", () => {
  it("run in a clean environment with what the agent documents", async () => {
    process.env.LAB_TEST_SECRET = "do not hand over";
    const result = await runScript("#!/bin/bash\nenv | sort");
    expect(result.errorCode).toBe("Success");
    for (const line of [
      "[stdout]APPLICATION_NAME=lab-app",
      "[stdout]DEPLOYMENT_GROUP_NAME=in-place",
      "[stdout]DEPLOYMENT_ID=d-TEST00001",
      "[stdout]LIFECYCLE_EVENT=ApplicationStart",
      `[stdout]INSTANCE_ID=${instance.host.id}`,
      "[stdout]INSTANCE_ADDRESS=127.0.0.1",
      `[stdout]APP_ROOT=${instance.root}/home/ec2-user/app`,
    ]) {
      expect(result.logTail).toContain(line);
    }
    expect(result.logTail).not.toContain("LAB_TEST_SECRET");
  });

  it("fail with their exit code and the end of their output, in the agent's format", async () => {
    const result = await runScript("#!/bin/bash\necho one\necho two >&2\nexit 7");
    expect(result).toMatchObject({
      errorCode: "ScriptFailed",
      scriptName: "scripts/hook.sh",
      message: "Script at specified location: scripts/hook.sh failed with exit code 7",
    });
    expect(result.logTail).toBe(
      "LifecycleEvent - ApplicationStart\nScript - scripts/hook.sh\n[stdout]one\n[stderr]two\n",
    );
  });

  it("are ended with all that they started when they take too long", async () => {
    const result = await runScript("#!/bin/bash\nsleep 60 &\nsleep 61", 0.4);
    expect(result).toMatchObject({
      errorCode: "ScriptTimedOut",
      message: "Script at specified location: scripts/hook.sh failed to complete in 0.4 seconds",
    });
    expect(processesOfInstance(instance.host.id)).toEqual([]);
  });

  it("that are not there are told from those that may not be executed", async () => {
    const missing = instance.aDeployment(await aZip({ "appspec.yml": anAppspec() }));
    await missing.run("DownloadBundle");
    expect(await missing.run("ApplicationStart")).toMatchObject({
      errorCode: "ScriptMissing",
      message: "Script does not exist at specified location: scripts/hook.sh",
    });
    const plain = instance.aDeployment(
      await aZip({ "appspec.yml": anAppspec(), "scripts/hook.sh": "#!/bin/bash\n" }),
    );
    await plain.run("DownloadBundle");
    expect(await plain.run("ApplicationStart")).toMatchObject({ errorCode: "ScriptNotExecutable" });
  });

  it("may print 100 MB: the end is kept, 4 KB at most, and little is on disk", async () => {
    const result = await runScript(
      "#!/bin/bash\nyes 'a long line of text' | head -c 100000000\necho the end\nexit 1",
      60,
    );
    expect(result.errorCode).toBe("ScriptFailed");
    expect(Buffer.byteLength(result.logTail)).toBeLessThanOrEqual(4096);
    expect(result.logTail.endsWith("[stdout]the end\n")).toBe(true);
    const output = join(
      instance.host.dir,
      "agent/deployments/d-TEST00001/ApplicationStart-1/stdout.log",
    );
    expect(statSync(output).size).toBeLessThan(50_000_000);
  });

  it("may leave a process behind that goes on, even without redirecting its output", async () => {
    const result = await runScript(
      "#!/bin/bash\n(while true; do echo tick; sleep 0.05; done) &\necho started",
    );
    expect(result).toMatchObject({ errorCode: "Success" });
    expect(result.logTail).toContain("[stdout]started");
    const file = join(
      instance.host.dir,
      "agent/deployments/d-TEST00001/ApplicationStart-1/stdout.log",
    );
    const ticks = () => readFileSync(file, "utf8").split("tick").length;
    const before = ticks();
    await waitFor("three more ticks", () => ticks() > before + 2);
    expect(processesOfInstance(instance.host.id).length).toBeGreaterThan(0);
  });

  it("without a first line are read by a shell, and a wrong interpreter is told", async () => {
    expect(await runScript("echo plain")).toMatchObject({ errorCode: "Success" });
    expect(await runScript("#!/no/such/thing\n")).toMatchObject({ errorCode: "ScriptFailed" });
  });

  it("of ApplicationStop are those of the revision that is there", async () => {
    const stop = (text: string) =>
      aZip({
        "appspec.yml": anAppspec("ApplicationStop"),
        "scripts/hook.sh": script(`#!/bin/bash\necho ${text}`),
      });
    const first = instance.aDeployment(await stop("first"));
    expect(await first.run("ApplicationStop")).toMatchObject({ errorCode: "Success", logTail: "" });
    await first.run("DownloadBundle");
    const second = instance.aDeployment(await stop("second"), {
      previousDeploymentId: first.deploymentId,
    });
    const result = await second.run("ApplicationStop");
    expect(result.logTail).toContain("[stdout]first");
  });

  it("cannot lie outside of the revision", async () => {
    const bundle = await aZip({
      "appspec.yml":
        "version: 0.0\nos: linux\nhooks:\n  ApplicationStart:\n    - location: ../../../../../../bin/true\n",
    });
    const { run } = instance.aDeployment(bundle);
    await run("DownloadBundle");
    expect(await run("ApplicationStart")).toMatchObject({ errorCode: "ScriptMissing" });
  });
});

describe("Install", () => {
  const appspec = (destination: string, extra = "") =>
    `version: 0.0\nos: linux\nfiles:\n  - source: /\n    destination: ${destination}\n${extra}`;

  it("puts the files where the instance calls them so, and removes those of the revision before", async () => {
    const first = instance.aDeployment(
      await aZip({ "appspec.yml": appspec("/srv/app"), "old.txt": "1", "kept.txt": "1" }),
    );
    await first.run("DownloadBundle");
    expect(await first.run("Install")).toMatchObject({ errorCode: "Success" });
    expect(existsSync(join(instance.root, "srv/app/old.txt"))).toBe(true);
    const second = instance.aDeployment(
      await aZip({ "appspec.yml": appspec("/srv/app"), "kept.txt": "2" }),
    );
    await second.run("DownloadBundle");
    expect(await second.run("Install")).toMatchObject({ errorCode: "Success" });
    expect(existsSync(join(instance.root, "srv/app/old.txt"))).toBe(false);
    expect(readFileSync(join(instance.root, "srv/app/kept.txt"), "utf8")).toBe("2");
  });

  it.each([
    ["DISALLOW", "UnknownError", "mine"],
    ["RETAIN", "Success", "mine"],
    ["OVERWRITE", "Success", "theirs"],
  ] as const)(
    "meets a file of somebody else with %s",
    async (fileExistsBehavior, errorCode, content) => {
      mkdirSync(join(instance.root, "srv"), { recursive: true });
      writeFileSync(join(instance.root, "srv/a.txt"), "mine");
      const { run } = instance.aDeployment(
        await aZip({ "appspec.yml": appspec("/srv"), "a.txt": "theirs" }),
        { fileExistsBehavior },
      );
      await run("DownloadBundle");
      const result = await run("Install");
      expect(result.errorCode).toBe(errorCode);
      if (errorCode !== "Success") {
        expect(result.message).toBe(
          "The deployment failed because a specified file already exists at this location: /srv/a.txt",
        );
      }
      expect(readFileSync(join(instance.root, "srv/a.txt"), "utf8")).toBe(content);
    },
  );

  it("never writes outside of the instance, neither through .. nor through a link", async () => {
    const dots = instance.aDeployment(
      await aZip({ "appspec.yml": appspec("/home/../../../escape") }),
    );
    await dots.run("DownloadBundle");
    expect(await dots.run("Install")).toMatchObject({
      errorCode: "UnknownError",
      message: 'The destination /home/../../../escape leaves its directory through "..".',
    });
    const outside = join(instance.host.dir, "outside");
    mkdirSync(outside);
    mkdirSync(instance.root, { recursive: true });
    symlinkSync(outside, join(instance.root, "srv"));
    const link = instance.aDeployment(
      await aZip({ "appspec.yml": appspec("/srv/app"), "a.txt": "x" }),
    );
    await link.run("DownloadBundle");
    expect(await link.run("Install")).toMatchObject({
      message: "The destination /srv/app leaves its directory through a symbolic link.",
    });
    expect(existsSync(join(outside, "app"))).toBe(false);
  });

  it("sets permissions where the AppSpec says so", async () => {
    const extra =
      "permissions:\n  - object: /srv/app\n    pattern: '*.sh'\n    mode: 755\n    type:\n      - file\n";
    const { run } = instance.aDeployment(
      await aZip({ "appspec.yml": appspec("/srv/app", extra), "run.sh": "", "read.txt": "" }),
    );
    await run("DownloadBundle");
    expect(await run("Install")).toMatchObject({ errorCode: "Success" });
    expect(statSync(join(instance.root, "srv/app/run.sh")).mode & 0o777).toBe(0o755);
    expect(statSync(join(instance.root, "srv/app/read.txt")).mode & 0o777).toBe(0o644);
  });
});

describe("DownloadBundle", () => {
  it("says what is wrong with a revision that is not there, not a zip, or has no AppSpec", async () => {
    const download = async (bundle: Buffer | undefined) =>
      (await instance.aDeployment(bundle).run("DownloadBundle")).message;
    expect(await download(undefined)).toBe("The specified key does not exist: s3://bucket/app.zip");
    expect(await download(Buffer.from("not a zip"))).toMatch(/not a readable zip file/);
    expect(await download(await aZip({ "a.txt": "" }))).toMatch(/did not find an AppSpec file/);
    expect(await download(await aZip({ "appspec.yml": "a: [" }))).toMatch(/not valid YAML/);
  });
});
