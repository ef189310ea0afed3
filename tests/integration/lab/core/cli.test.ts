import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";
import { run } from "./clients.ts";

let lab: LabUnderTest;
beforeAll(async () => {
  lab = await startLab();
});
afterAll(() => lab?.stop());

const cli = (...args: string[]) =>
  run(process.execPath, ["lab/main.ts", ...args], {
    env: { ...process.env, LAB_PORT: String(lab.port) },
  });

describe("the command line", () => {
  it("releases a version and says what happens next", async () => {
    const { code, stdout, stderr } = await cli("release", "v1.0");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Pushed v1\.0 as commit [0-9a-f]{8} "app v1\.0: .*" to branch main \(\d+ changed files\)\.$/m,
    );
    expect(stdout).toMatch(/^Pipeline lab-app started execution [0-9a-f-]{36}\.$/m);
    expect(stdout).toContain(lab.lbUrl);
  });

  it("releases v1.2 to blue/green unless told otherwise", async () => {
    expect((await cli("release", "v1.2")).stdout).toContain(
      "Pipeline lab-app-blue-green started execution",
    );
  });

  it("shows pipelines, load balancer and instances", async () => {
    const { code, stdout } = await cli("status", "--port", String(lab.port));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Pipeline lab-app$/m);
    expect(stdout).toMatch(/^ {2}Source +Succeeded +[0-9a-f]{8} {2}app v1\.0: /m);
    expect(stdout.match(/^ {2}i-[0-9a-f]+ {2}lab-app-prod-asg/gm)).toHaveLength(2);
  });

  it("says nothing when whoever reads closes the pipe early", async () => {
    const line = `"${process.execPath}" lab/main.ts status | head -n 1`;
    const { code, stdout, stderr } = await run("bash", ["-o", "pipefail", "-c", line], {
      env: { ...process.env, LAB_PORT: String(lab.port) },
    });
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Lab http.*\n$/);
  });

  it("pushes a plain folder, but not its node_modules", async () => {
    const folder = join(lab.stateDir, "plain");
    mkdirSync(join(folder, "node_modules"), { recursive: true });
    writeFileSync(join(folder, "node_modules", "x"), "x");
    writeFileSync(join(folder, "a.txt"), "a");
    const { stdout, code } = await cli("push", folder, "--branch", "mine", "--message", "Mine");
    expect(stdout).toMatch(/^Pushed commit [0-9a-f]{8} "Mine" to branch mine\.$/m);
    expect(stdout).toContain("No pipeline follows the branch mine");
    expect(code).toBe(0);
  });

  it("does not replace a branch with another history unless forced", async () => {
    const folder = join(lab.stateDir, "unrelated");
    mkdirSync(folder);
    writeFileSync(join(folder, "b.txt"), "b");
    const identity = ["-c", "user.name=x", "-c", "user.email=x@example.com"];
    for (const args of [
      ["init", "-q"],
      ["add", "."],
      ["commit", "-qm", "Unrelated"],
    ]) {
      await run("git", [...identity, ...args], { cwd: folder });
    }
    const refused = await cli("push", folder, "--branch", "mine");
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toContain("push with --force to replace them");
    expect(await cli("push", folder, "--branch", "mine", "--force")).toMatchObject({ code: 0 });
  });

  it("sets, shows and clears faults", async () => {
    await cli(
      "fault",
      "throttle",
      "codepipeline",
      "--operation",
      "GetPipelineState",
      "--share",
      "50%",
    );
    const { stdout } = await cli("fault", "delay", "sqs", "--delay", "5s", "--count", "3");
    expect(stdout).toBe(
      "throttle codepipeline GetPipelineState, 50 % of requests, met 0 so far\n" +
        "delay sqs, at most 3 times, by 5000 ms, met 0 so far\n",
    );
    expect((await cli("fault", "clear")).stdout).toBe("No faults are set.\n");
  });

  it.each([
    [["release", "v9"], "release takes one of the versions v1.0, v1.1, v1.2"],
    [["release", "v1.0", "--pipeline", "nope"], 'There is no pipeline "nope"'],
    [["push", "/nonexistent"], "/nonexistent is not a folder."],
    [["push", ".", "--branch", "../x"], "is not a branch name"],
    [["fault", "explode", "sqs"], "fault takes throttle, error, delay, cut, list or clear"],
    [["fault", "cut", "sqz"], 'There is no service "sqz"'],
    [["fault", "cut", "sqs", "--share", "5s"], '--share "5s" is not a number'],
    [["status", "--port", "99999"], "--port must be a port number"],
    [["status", "--port", "1"], "No lab answers at http://127.0.0.1:1"],
    [["status", "--nope"], "There is no option --nope"],
    [["constructor"], 'There is no command "constructor"'],
  ])("refuses %j with one sentence", async (args, sentence) => {
    const { code, stderr } = await cli(...args);
    expect(code).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  it("helps", async () => {
    expect((await cli("help")).stdout).toContain("release <version>");
    expect((await cli("release", "--help")).stdout).toContain("release <version>");
  });
});
