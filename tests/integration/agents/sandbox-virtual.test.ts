import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { workspaces } from "@/server/agents/sandbox/workspaces";
import {
  type SandboxHost,
  SECRET,
  startSandboxProcess,
} from "../../fixtures/sandbox/start-sandbox-process";
import { WHO } from "../../fixtures/sandbox/who-runs";

const SMALL = { memoryMb: 96, diskMb: 2, timeoutMs: 3_000, outputBytes: 10_000 };

describe.each(WHO)("The simulated shell of a console $title", ({ as, skip }) => {
  describe.skipIf(skip)(skip ?? "holds", () => {
    let host: SandboxHost;
    let outside: string;
    const asked = (name: string) => host.session(name);

    beforeAll(() => {
      host = startSandboxProcess(as, "virtual");
      outside = join(host.root, "..", "outside.txt");
      writeFileSync(outside, SECRET);
    });
    afterAll(() => host?.stop());

    test("says its level and why", async () => {
      expect(await host.isolation()).toEqual({
        level: "virtual",
        why: "The operator allows no programs, so there are only simulated commands over the session's files.",
      });
    });

    test("works on the same files, which stay", async () => {
      const session = asked("files");
      await session.write("a.txt", "b\na\n");
      const { stdout, exitCode } = await session.run(
        "sort a.txt | tee sorted.txt; mkdir deep && cp sorted.txt deep/; exit 4",
        SMALL,
      );
      expect({ stdout, exitCode }).toEqual({ stdout: "a\nb\n", exitCode: 4 });
      expect(await session.read("deep/sorted.txt")).toBe("a\nb\n");
      const again = await session.run('cd deep; pwd; cat sorted.txt; echo "$IN"; cat', SMALL, {
        env: { IN: "in" },
        stdin: "typed",
      });
      expect(again.stdout).toBe("/workspace/deep\na\nb\nin\ntyped");
    });

    test("has none of the host's files, environment and processes", async () => {
      const { stdout } = await asked("host").run(
        `cat ${outside} /etc/passwd /proc/self/environ /proc/1/environ ../../outside.txt; env; ls /root /home /proc; echo "$OPENAI_API_KEY"`,
        SMALL,
      );
      expect(stdout).not.toContain(SECRET);
      expect(stdout).not.toContain("root:");
    });

    test("makes and follows no link", async () => {
      const session = asked("links");
      const made = await session.run(`ln -s ${outside} link; cat link`, SMALL);
      expect(made.exitCode).not.toBe(0);
      expect(await session.list()).toEqual([]);
    });

    test("has no network and no programs", async () => {
      const { stdout, stderr } = await asked("programs").run(
        "curl http://169.254.169.254/; wget x; python3 -c 1; node -e 1; nc -l 1; /bin/bash -c 'echo real'",
        SMALL,
      );
      expect(stdout).not.toContain("real\nreal");
      expect(stderr.match(/command not found/g)?.length).toBeGreaterThanOrEqual(4);
    });

    test.each([
      ["an endless loop", "while true; do :; done"],
      ["a fork bomb", "b() { b | b & }; b"],
      ["10 GB of memory", 'a=xxxxxxxx; while true; do a="$a$a"; done'],
      ["a wait", "sleep 1000"],
    ])("ends %s, and goes on", async (_, command) => {
      const session = asked("ends");
      const { exitCode } = await session.run(command, SMALL, { timeoutMs: 800 });
      expect(exitCode).not.toBe(0);
      expect(await session.run("echo still here")).toMatchObject({ stdout: "still here\n" });
    });

    test("takes no more disk than it may", async () => {
      const session = asked("disk");
      await session.write("a", "x".repeat(500_000));
      const fill = "for i in 1 2 3 4 5 6 7 8; do cat a >> b; done; echo end";
      const result = await session.run(fill, SMALL);
      expect(result.problem).toBe("The workspace may hold 2 MB, and that did not fit.");
      const held = (await session.list()).reduce((sum, { bytes }) => sum + bytes, 0);
      expect(held).toBeLessThanOrEqual(2 * 1_048_576);
    });

    test("cuts what is too long, and says so", async () => {
      const { stdout, problem } = await asked("long").run("seq 1 5000", SMALL);
      expect(stdout).toHaveLength(SMALL.outputBytes);
      expect(problem).toMatch(/the first 10000 are kept/);
    });
  });
});

test("Where bubblewrap is not there, the level is virtual and says why, and nothing runs on the host", async () => {
  const root = mkdtempSync(join(tmpdir(), "switchyard-sandbox-"));
  const all = workspaces({ root, bubblewrap: "/nowhere/bwrap" });
  expect(await all.isolation()).toEqual({
    level: "virtual",
    why: "bubblewrap is not installed here, so there are only simulated commands over the session's files, and no programs.",
  });
  const workspace = await all.open("session");
  expect((await workspace.run("cat /proc/self/status; id")).exitCode).toBe(127);
  await expect(workspace.start("/bin/sh", [])).rejects.toMatchObject({ code: "invalid" });
  await all.remove("session");
  expect(readdirSync(root)).toEqual([]);
  rmSync(root, { recursive: true });
});
