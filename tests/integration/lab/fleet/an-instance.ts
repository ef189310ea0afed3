import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { ZipFile } from "yazl";
import { type AgentJob, runEvent } from "../../../../lab/fleet/agent/agent.ts";
import { endProcesses, processesOfInstance } from "../../../../lab/fleet/processes.ts";

export interface ZipEntry {
  text: string;
  mode?: number;
}

/** A zip of these entries; modes are Unix ones, files 644 unless said. */
export async function aZip(entries: Record<string, string | ZipEntry>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, entry] of Object.entries(entries)) {
    const { text, mode = 0o100644 } = typeof entry === "string" ? { text: entry } : entry;
    zip.addBuffer(Buffer.from(text), name, { mode });
  }
  zip.end();
  return buffer(zip.outputStream as unknown as NodeJS.ReadableStream);
}

export const script = (text: string): ZipEntry => ({ text, mode: 0o100755 });

/** An AppSpec with one script, `scripts/hook.sh`, for one event. */
export function anAppspec(event = "ApplicationStart", timeout = 10): string {
  return `version: 0.0
os: linux
files:
  - source: /
    destination: /home/ec2-user/app
hooks:
  ${event}:
    - location: scripts/hook.sh
      timeout: ${timeout}
`;
}

/** A machine with an agent, and what a deployment would ask of it. */
export function anInstance() {
  const dir = mkdtempSync(join(tmpdir(), "lab-agent-"));
  const id = `i-0${Math.random().toString(16).slice(2).padEnd(16, "0").slice(0, 16)}`;
  const host = { id, address: "127.0.0.1", dir };
  let serial = 0;
  return {
    host,
    root: join(dir, "root"),
    /** A deployment of this bundle; call it with the event to do. */
    aDeployment(bundle: Buffer | undefined, extra: Partial<AgentJob> = {}) {
      const deploymentId = `d-TEST${String(++serial).padStart(5, "0")}`;
      const file = join(dir, `${deploymentId}.zip`);
      if (bundle) writeFileSync(file, bundle);
      const run = (event: string, more: Partial<AgentJob> = {}) =>
        runEvent(host, {
          event,
          deploymentId,
          applicationName: "lab-app",
          deploymentGroupName: "in-place",
          deploymentGroupId: "group-1",
          bundle: { bucket: "bucket", key: "app.zip", ...(bundle ? { file } : {}) },
          fileExistsBehavior: "DISALLOW",
          ...extra,
          ...more,
        });
      return { deploymentId, run };
    },
    async remove() {
      await endProcesses(() => processesOfInstance(id), 1000);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
