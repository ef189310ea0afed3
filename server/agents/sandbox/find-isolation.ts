import "server-only";
import { existsSync } from "node:fs";
import { chown, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DEFAULT_SANDBOX_LIMITS, type Isolation } from "@/lib/agents/isolation";
import { log } from "@/server/platform/log";
import { accountOf } from "./account";
import { runCommand } from "./bubblewrap/run-command";
import { seccompFilter } from "./bubblewrap/seccomp-filter";

const HELD =
  "Namespace isolation: commands run in namespaces of their own, without network, rights or the host's files.";

const virtual = (why: string): Isolation => ({
  level: "virtual",
  why: `${why}, so there are only simulated commands over the session's files, and no programs.`,
});

/**
 * Tries the sandbox as commands will get it, and says which level is in force and why. It fails
 * closed: never to the host.
 */
export async function findIsolation(bubblewrap: string): Promise<Isolation> {
  if (process.platform !== "linux") return virtual("Namespaces need Linux");
  if (!seccompFilter())
    return virtual(`The processor's calls are not known here (${process.arch})`);
  if (!existsSync(`/proc/self/task/${process.pid}/children`))
    return virtual("The kernel does not tell which processes belong together");
  const account = accountOf("probe");
  const workspace = await mkdtemp(join(tmpdir(), "switchyard-probe-"));
  try {
    if (account) await chown(workspace, account.uid, account.gid);
    const limits = { ...DEFAULT_SANDBOX_LIMITS, timeoutMs: 10_000 };
    const box = { cwd: "/workspace", env: {}, readOnly: [], limits, cpuSeconds: 5 };
    // A right, a network or a way to new namespaces would be no sandbox: then it is not used.
    const probe =
      "test ! -e /root && test ! -e /sys && grep -q '^CapEff:\\s*0*$' /proc/self/status && grep -q '^Seccomp:\\s*2$' /proc/self/status && test $(ls /proc/1/net/dev_snmp6 2>/dev/null | grep -vc '^lo$') = 0 && echo held";
    const program = ["/bin/bash", "-c", probe];
    const { stdout, stderr, problem } = await runCommand(
      { workspace, account, bubblewrap, box, program },
      {},
    );
    if (stdout === "held\n") return { level: "namespaces", why: HELD };
    log().warn({ stderr: stderr.slice(0, 500), problem }, "there is no sandbox of namespaces");
    return virtual(reason(stderr));
  } catch (error) {
    log().warn({ error }, "there is no sandbox of namespaces");
    return virtual("bubblewrap could not be started");
  } finally {
    await rm(workspace, { recursive: true, force: true });
  }
}

function reason(stderr: string): string {
  const said = stderr.trim().split("\n").at(-1)?.slice(0, 160);
  if (said?.includes("not found")) return "bubblewrap is not installed here";
  return said ? `The kernel refuses namespaces (${said})` : "The kernel refuses namespaces";
}
