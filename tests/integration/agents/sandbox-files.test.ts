import { chmodSync, existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type SandboxHost,
  SECRET,
  startSandboxProcess,
} from "../../fixtures/sandbox/start-sandbox-process";
import { WHO } from "../../fixtures/sandbox/who-runs";

describe.concurrent.each(WHO)("Files of a console's workspaces $title", ({ as, skip }) => {
  describe.skipIf(skip)(skip ?? "stay inside", () => {
    let host: SandboxHost;
    let outside: string;

    beforeAll(async () => {
      host = startSandboxProcess(as);
      expect(await host.isolation()).toMatchObject({ level: "namespaces" });
      outside = join(host.root, "..", "outside.txt");
      writeFileSync(outside, SECRET);
      chmodSync(outside, 0o666);
    });
    afterAll(() => host?.stop());

    test("are the same for commands and for the console, with folders made on the way", async () => {
      const session = host.session("same");
      await session.write("notes/today.txt", "one\n");
      const added = await session.run("echo two >> notes/today.txt; cat notes/today.txt");
      expect(added).toMatchObject({ stdout: "one\ntwo\n", exitCode: 0 });
      expect(await session.read("/workspace/notes/today.txt")).toBe("one\ntwo\n");
      expect(await session.list("notes")).toMatchObject([
        { path: "notes/today.txt", bytes: 8, folder: false },
      ]);
      await session.remove("notes");
      expect(await session.list()).toEqual([]);
    });

    test.each(["../other/x", "a/../../x", "/etc/passwd", "/workspace/../x", "a\0b"])(
      "refuse the path %j",
      async (path) => {
        const session = host.session("paths");
        await expect(session.read(path)).rejects.toMatchObject({ code: "invalid" });
        await expect(session.write(path, "x")).rejects.toMatchObject({ code: "invalid" });
        await expect(session.remove(path)).rejects.toMatchObject({ code: "invalid" });
      },
    );

    test("do not follow a link that leads out, at the end or on the way", async () => {
      const session = host.session("links");
      await session.run(
        `ln -s ${outside} file; ln -s ${join(outside, "..")} folder; ln -s / root; ln -s file again`,
      );
      for (const path of ["file", "again", "folder/outside.txt", "root/etc/passwd"]) {
        await expect(session.read(path)).rejects.toMatchObject({ code: "invalid" });
        await expect(session.write(path, "changed")).rejects.toMatchObject({ code: "invalid" });
      }
      await expect(session.list("root/etc")).rejects.toMatchObject({ code: "invalid" });
      await expect(session.write("folder/new.txt", "x")).rejects.toMatchObject({ code: "invalid" });
      await expect(session.remove("folder/outside.txt")).rejects.toMatchObject({ code: "invalid" });
      expect(await session.list()).toEqual([]);
      for (const link of ["file", "folder", "root", "again"]) await session.remove(link);
      expect(readFileSync(outside, "utf8")).toBe(SECRET);
      expect(existsSync(join(outside, "..", "new.txt"))).toBe(false);
    });

    test("do not follow a link that is put in place of a folder meanwhile", async () => {
      const session = host.session("race");
      await session.write("folder/outside.txt", "mine");
      const swapping = session.run(
        `for i in $(seq 25); do mv folder kept; ln -s ${join(outside, "..")} folder; rm folder; mv kept folder; ln -s ${outside} file; rm file; done`,
      );
      const seen = new Set<string>();
      let over = false;
      swapping.finally(() => {
        over = true;
      });
      while (!over) {
        const [read] = await Promise.allSettled([
          session.read("folder/outside.txt"),
          session.write("file", "mine"),
        ]);
        if (read.status === "fulfilled") seen.add(read.value);
      }
      expect([...seen]).toEqual(["mine"]);
      expect(readFileSync(outside, "utf8")).toBe(SECRET);
    });

    test("are ordinary ones only: no pipe blocks, nothing too large is read", async () => {
      const session = host.session("special");
      await session.run(
        "mkfifo pipe; truncate -s 40M large; printf x > $'two\\nlines'; mkdir empty",
      );
      await expect(session.read("pipe")).rejects.toMatchObject({ code: "invalid" });
      await expect(session.write("pipe", "x")).rejects.toMatchObject({ code: "invalid" });
      await expect(session.read("large")).rejects.toMatchObject({ code: "invalid" });
      await expect(session.read("empty")).rejects.toMatchObject({ code: "invalid" });
      await expect(session.read("none")).rejects.toMatchObject({ code: "not_found" });
      const names = (await session.list()).map(({ path }) => path);
      expect(names.sort()).toEqual(["empty", "large", "two\nlines"]);
      expect(await session.read("two\nlines")).toBe("x");
    });

    test("can be removed however deep, closed or oddly named they are", async () => {
      const session = host.session("deep");
      await session.run(
        "mkdir -p top/closed/in; cd top; touch closed/in/x $'\\xff\\xfe'; chmod 500 closed/in; chmod 0 closed",
      );
      await session.run(
        `/usr/bin/python3 -c 'import os; os.chdir("top"); [(os.mkdir("d"), os.chdir("d")) for _ in range(300)]'`,
      );
      await session.remove("top");
      expect(await session.list()).toEqual([]);
    });

    test("do not take more than they may", async () => {
      const session = host.session("room");
      const write = session.write("large", "x".repeat(2_000_000), { diskMb: 1 });
      await expect(write).rejects.toMatchObject({ code: "invalid" });
      expect(await session.list()).toEqual([]);
    });

    test("are copied for a fork, without links, and apart from then on", async () => {
      const session = host.session("first");
      await session.write("folder/a.txt", "a");
      await session.run(`ln -s ${outside} link; touch nothing; printf '#!/bin/sh' > s; chmod +x s`);
      await session.copy("second");
      const fork = host.session("second");
      await fork.write("folder/a.txt", "b");
      expect(await session.read("folder/a.txt")).toBe("a");
      expect(await fork.run("ls; test -x s && cat folder/a.txt")).toMatchObject({
        stdout: "folder\nnothing\ns\nb",
        exitCode: 0,
      });
    });

    test("belong to the session's own account, never to root, and are closed to others", async () => {
      await host.session("owner").write("a/b.txt", "x");
      const owners = ["", "a", "a/b.txt"].map((path) => statSync(join(host.root, "owner", path)));
      expect(owners.map(({ uid }) => uid)).not.toContain(0);
      expect(new Set(owners.map(({ uid }) => uid)).size).toBe(1);
      expect((owners[0]?.mode ?? 0) & 0o077).toBe(0);
      const neighbour = join(host.root, "neighbour");
      symlinkSync(join(host.root, "owner"), neighbour);
      await expect(host.session("neighbour").read("a/b.txt")).rejects.toThrow();
    });
  });
});
