import { existsSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type SandboxHost,
  SECRET,
  startSandboxProcess,
} from "../../fixtures/sandbox/start-sandbox-process";
import { processesWith, WHO } from "../../fixtures/sandbox/who-runs";
import { waitFor } from "../../fixtures/wait-for";

/** Small, so that what breaks them is broken at once. */
const SMALL = {
  memoryMb: 96,
  cpuSeconds: 1,
  processes: 24,
  diskMb: 8,
  timeoutMs: 8_000,
  outputBytes: 10_000,
};
const python = (code: string) => `/usr/bin/python3 - <<'END'\n${code}\nEND`;

describe.concurrent.each(WHO)("The sandbox of a console $title", ({ as, skip }) => {
  describe.skipIf(skip)(skip ?? "holds", () => {
    let host: SandboxHost;
    let neighbour: Server;
    let visits = 0;
    const asked = (name: string) => host.session(name);

    beforeAll(async () => {
      host = startSandboxProcess(as);
      neighbour = createServer((_, response) => {
        visits += 1;
        response.end(SECRET);
      });
      await new Promise<void>((resolve) => neighbour.listen(0, "127.0.0.1", resolve));
      expect(await host.isolation()).toMatchObject({ level: "namespaces" });
    });
    afterAll(async () => {
      await host?.stop();
      neighbour?.close();
    });

    test("runs a command, and tells its output, exit code and time", async () => {
      const result = await asked("plain").run("id -un; pwd; hostname; echo oh >&2; exit 3", SMALL);
      expect(result).toMatchObject({
        exitCode: 3,
        stdout: "sandbox\n/workspace\nsandbox\n",
        stderr: "oh\n",
      });
    });

    test("does not show the host's files, whoever may read them there", async () => {
      await asked("other").write("notes.txt", SECRET);
      const open = join(host.root, "..", "console.json");
      writeFileSync(open, SECRET);
      const paths = [open, join(host.root, "other", "notes.txt"), "/etc/shadow", process.execPath];
      const { stdout } = await asked("files").run(
        `cat ${paths.slice(0, 3).join(" ")} /proc/1/root${open}; cat /etc/passwd; ls -d /root /home /var /run /sys /opt /srv /work /boot; ls /tmp`,
        SMALL,
      );
      expect(stdout).toBe(
        "sandbox:x:1000:1000::/workspace:/bin/bash\nnobody:x:65534:65534::/:/usr/sbin/nologin\n",
      );
    });

    test("does not show the console's environment, nor the way to its folder", async () => {
      const { stdout } = await asked("environment").run(
        "env; cat /proc/*/environ; cat /proc/*/cmdline | head -c 3000",
        SMALL,
      );
      expect(stdout).toContain("HOME=/workspace");
      expect(stdout).not.toContain(SECRET);
      expect(stdout).not.toContain(host.root);
    });

    test("has no network: not the metadata address, not this machine, not a name", async () => {
      const { port } = neighbour.address() as AddressInfo;
      const { stdout } = await asked("network").run(
        python(`
import socket
for address in (("169.254.169.254", 80), ("127.0.0.1", ${port}), ("10.0.2.2", 80), ("1.1.1.1", 53)):
    try:
        socket.create_connection(address, 1)
        print("connected", address)
    except OSError as error:
        print(error.strerror)
try:
    socket.getaddrinfo("example.com", 80)
except OSError as error:
    print("no name")
try:
    socket.socket(40, socket.SOCK_STREAM)
except OSError as error:
    print("vsock:", error.strerror)
print([line.split(":")[0].strip() for line in open("/proc/net/dev") if ":" in line])`),
        SMALL,
      );
      expect(stdout).toBe(
        "Network is unreachable\nConnection refused\nNetwork is unreachable\nNetwork is unreachable\nno name\nvsock: Address family not supported by protocol\n['lo']\n",
      );
      expect(visits).toBe(0);
    });

    test("stops a fork bomb at its number of processes, and nothing of it stays", async () => {
      const counted = await asked("bomb").run(
        python(`
import os, time
count = 0
try:
    while True:
        if os.fork() == 0: time.sleep(60)
        count += 1
except BlockingIOError:
    print(count)`),
        SMALL,
      );
      expect(Number(counted.stdout)).toBeGreaterThan(10);
      expect(Number(counted.stdout)).toBeLessThan(SMALL.processes);
      const mark = `bomb-${as ?? "own"}`;
      const bomb = `: ${mark}; b() { b | b & }; b; sleep 60`;
      const { exitCode } = await asked("bomb").run(bomb, SMALL, { timeoutMs: 700 });
      expect(exitCode).toBeNull();
      await waitFor("its end", () => processesWith(mark).length === 0, 2_000);
      expect(await asked("bomb").run("echo still here")).toMatchObject({ stdout: "still here\n" });
    });

    test("stops a file of 10 GB, whole or with holes, at the disk's limit", async () => {
      const session = asked("file");
      const result = await session.run(
        "head -c 10G /dev/zero > big; truncate -s 10G holes; stat -c %s big holes",
        SMALL,
      );
      expect(result.stdout).toBe(`${SMALL.diskMb * 1_048_576}\n0\n`);
      expect(await session.run("rm big holes && ls", SMALL)).toMatchObject({ stdout: "" });
    });

    test("stops many files at the disk's limit, and lets a full workspace be emptied", async () => {
      const session = asked("many");
      const fill = "for i in $(seq 5000); do head -c 1M /dev/zero > f$i; done";
      const { problem } = await session.run(fill, { ...SMALL, cpuSeconds: 8 });
      expect(problem).toBe("The workspace grew over its 8 MB, and what wrote to it was ended.");
      expect((await session.run("echo more > more", SMALL)).problem).toMatch(/8 MB/);
      await expect(session.write("more", "more", SMALL)).rejects.toMatchObject({ code: "invalid" });
      expect(await session.run("rm -f *; ls", SMALL)).toMatchObject({ exitCode: 0, stdout: "" });
    });

    test("has no other place to fill", async () => {
      const { stdout } = await asked("places").run(
        "for p in / /dev /tmp /dev/shm /etc /usr; do head -c 10G /dev/zero > $p/fill; done 2> /dev/null; du -cm /tmp /dev/shm | tail -1 | cut -f1",
        SMALL,
      );
      expect(Number(stdout)).toBeLessThanOrEqual(2 * 24);
    });

    test("refuses 10 GB of memory to one process", async () => {
      const { stderr } = await asked("memory").run(python("bytearray(10 << 30)"), SMALL);
      expect(stderr).toMatch(/MemoryError/);
    });

    test("ends what takes more memory together, private or between processes", async () => {
      const many = python(`
import os, time
for _ in range(4):
    if os.fork() == 0:
        kept = bytearray(b"x") * (60 << 20)
        time.sleep(20)
time.sleep(20)`);
      const between = python(`
import mmap
kept = mmap.mmap(-1, 10 << 30)
for at in range(0, 10 << 30, 4096): kept[at] = 1`);
      const problem = "It used more than its 96 MB of memory and was ended.";
      const limits = { ...SMALL, cpuSeconds: 6 };
      const [first, second] = await Promise.all([
        asked("memories").run(many, limits),
        asked("between").run(between, limits),
      ]);
      expect(first.problem).toBe(problem);
      expect(second.problem).toBe(problem);
    });

    test("has no memory that no limit sees", async () => {
      const { stdout } = await asked("unseen").run(
        python(`
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
try: os.memfd_create("x")
except OSError as error: print("memfd:", error.strerror)
print("shm:", libc.shmget(0, 1 << 30, 0o1600), os.strerror(ctypes.get_errno()))`),
        SMALL,
      );
      expect(stdout).toBe("memfd: Operation not permitted\nshm: -1 Operation not permitted\n");
    });

    test("ends an endless loop at its processor time, alone or in several processes", async () => {
      const short = { ...SMALL, cpuSeconds: 0.3 };
      const [one, several] = await Promise.all([
        asked("loop").run("while :; do :; done", short),
        asked("loops").run("for i in 1 2 3 4; do (while :; do :; done) & done; wait", short),
      ]);
      const problem = "It used more than its 0.3 s of processor time and was ended.";
      expect(one).toMatchObject({ problem });
      expect(several).toMatchObject({ problem, exitCode: null });
    });

    test("ends what only waits at its time", async () => {
      const result = await asked("waits").run("sleep 1000", SMALL, { timeoutMs: 400 });
      expect(result).toMatchObject({
        exitCode: null,
        problem: "It was still running after 0.4 s and was ended.",
      });
    });

    test("keeps the beginning of a flood, and says that it is cut", async () => {
      const result = await asked("flood").run("yes", SMALL);
      expect(result.stdout).toHaveLength(SMALL.outputBytes);
      expect(result.problem).toMatch(/wrote far more.*the first 10000 are kept/);
    });

    test("leaves no process behind", async () => {
      const mark = `47110${as ?? 0}`;
      const result = await asked("behind").run(
        `setsid nohup sleep ${mark} > /dev/null 2>&1 & disown -a; (sleep ${mark} &) ; exit 0`,
        SMALL,
      );
      expect(result).toMatchObject({ exitCode: 0 });
      await waitFor("their end", () => processesWith(mark).length === 0, 2_000);
    });

    test("sees and reaches no process of others", async () => {
      const { stdout } = await asked("others").run(
        `ls /proc | grep -c '^[0-9]'; kill -9 ${host.pid} ${process.pid} 2>&1 | sed 's/.*- //'; test -e /proc/${host.pid} || echo not there`,
        SMALL,
      );
      expect(stdout).toMatch(/^[1-6]\nNo such process\nNo such process\nnot there\n$/);
    });

    test("cannot trace, mount, make namespaces or type into a terminal", async () => {
      const { stdout } = await asked("calls").run(
        python(`
import ctypes, fcntl, os, pty
libc = ctypes.CDLL(None, use_errno=True)
def tried(name, result): print(name, result, os.strerror(ctypes.get_errno()))
tried("ptrace", libc.ptrace(0, 0, 0, 0))
tried("attach", libc.ptrace(16, 1, 0, 0))
tried("mount", libc.mount(b"tmpfs", b"/tmp", b"tmpfs", 0, None))
tried("unshare", libc.unshare(0x10000000))
tried("chroot", libc.chroot(b"/tmp"))
try: fcntl.ioctl(pty.openpty()[1], 0x5412, b"x")
except OSError as error: print("TIOCSTI", error.strerror)
try: open("/dev/tty")
except OSError as error: print("tty", error.strerror)`),
        SMALL,
      );
      const no = "-1 Operation not permitted";
      expect(stdout).toBe(
        `ptrace ${no}\nattach ${no}\nmount ${no}\nunshare ${no}\nchroot ${no}\nTIOCSTI Operation not permitted\ntty No such device or address\n`,
      );
    });

    test("has no rights, and no way to more", async () => {
      const session = asked("rights");
      const { stdout } = await session.run(
        "grep -E 'Cap(Eff|Bnd|Prm)|NoNewPrivs|^Seccomp:' /proc/self/status; cp /bin/bash root; chmod 6755 root; ./root -p -c 'id -u'; bwrap --unshare-user --ro-bind / / true || echo no namespaces",
        SMALL,
      );
      expect(stdout.replaceAll("\t", " ")).toBe(
        "CapPrm: 0000000000000000\nCapEff: 0000000000000000\nCapBnd: 0000000000000000\nNoNewPrivs: 1\nSeccomp: 2\n1000\nno namespaces\n",
      );
      // On the host it is nobody's that matters: never root's.
      expect(statSync(join(host.root, "rights", "root")).uid).not.toBe(0);
    });

    test("cannot write where it may read", async () => {
      const { stderr, stdout } = await asked("read-only").run(
        "for p in /usr/bin/x /etc/passwd /x /dev/x /bin/x; do echo x > $p; done; echo x > /proc/sys/kernel/hostname; echo done",
        SMALL,
      );
      expect(stdout).toBe("done\n");
      expect(stderr.match(/Read-only file system/g)).toHaveLength(5);
    });

    test("gets its own environment and input, and cannot reach the sandbox's maker by them", async () => {
      const env = { GREETING: "hello", LD_PRELOAD: "/workspace/none.so" };
      const options = { env, stdin: "typed" };
      const { stdout } = await asked("own").run('echo "$GREETING"; cat', SMALL, options);
      expect(stdout).toBe("hello\ntyped");
      await expect(asked("own").run("true", SMALL, { env: { "A=B": "x" } })).rejects.toMatchObject({
        code: "invalid",
      });
    });

    test("ends with the console, however that ends", async () => {
      const own = startSandboxProcess(as);
      const mark = `47220${as ?? 0}`;
      const running = own.session("long").run(`touch begun; sleep ${mark}`);
      const broken = running.catch((error: Error) => error.message);
      await waitFor("the command", () => existsSync(join(own.root, "long", "begun")));
      await own.kill();
      expect(await broken).toBe("The process ended.");
      await waitFor("its end", () => processesWith(mark).length === 0);
      await own.stop();
    });
  });
});
