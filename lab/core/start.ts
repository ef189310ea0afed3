import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { seedLab } from "../seed/index.ts";
import { loadLogWriter, loadServices } from "../services/index.ts";
import { claimSubnet } from "./claim-subnet.ts";
import type { ModelPace } from "./contracts.ts";
import { createFaults } from "./faults.ts";
import { createKernel } from "./lab.ts";
import { createRecorder } from "./record.ts";
import { createLabServer } from "./serve.ts";
import { takeStateLock } from "./store/state-lock.ts";
import { UsageError } from "./usage-error.ts";

export interface StartOptions {
  port: number;
  lbPort: number;
  stateDir: string;
  subnet?: string;
  modelPace?: Partial<ModelPace>;
  /** Where every request and answer of the AWS protocols is written down, one JSON object per line. */
  record?: string;
}

export interface RunningLab {
  endpoint: string;
  stop(options: { stopFleet: boolean }): Promise<void>;
}

/** The lock holds while the rest is made anew, a record is no state, and programs hold the keys in `github`. */
const KEPT_AT_RESET = /^(lock\.sqlite|wire\.jsonl|github$)/;

/** Starts a lab in this process and resolves when it serves. Throws an error with one sentence for people. */
export async function startLab(options: StartOptions): Promise<RunningLab> {
  const stateDir = resolve(options.stateDir);
  mkdirSync(stateDir, { recursive: true });
  const unlock = takeStateLock(stateDir);
  if (!unlock) {
    throw new UsageError(`Another lab is running with the state directory ${stateDir}.`);
  }
  const logWriter = await loadLogWriter();
  const faults = createFaults();
  const open = () => createKernel({ ...options, stateDir, log, logWriter });
  let kernel = open();
  let ready = false;
  const recording = options.record ? { record: createRecorder(options.record) } : {};
  const server = createLabServer({
    kernel: () => kernel,
    faults,
    ready: () => ready,
    reset,
    ...recording,
  });
  const file = join(stateDir, "lab.json");

  /** Lets go of the network. */
  let release = () => {};

  async function fill(): Promise<void> {
    for (const service of kernel.services.values()) await service.start?.();
    await seedLab(kernel.lab);
    const { endpoint } = kernel.lab;
    const { port, lbPort } = options;
    const facts = {
      endpoint,
      loadBalancer: `http://127.0.0.1:${lbPort}`,
      pid: process.pid,
      port,
      lbPort,
    };
    writeFileSync(file, JSON.stringify(facts));
    ready = true;
  }

  async function empty(stopFleet: boolean): Promise<void> {
    ready = false;
    for (const service of [...kernel.services.values()].reverse()) {
      try {
        await service.stop?.({ stopFleet });
      } catch (error) {
        log(service.name, "The service did not stop cleanly.", { error: (error as Error).stack });
      }
    }
    kernel.close();
  }

  /** Ends the instances, forgets everything and fills the lab as if it were new. */
  async function reset(): Promise<void> {
    await empty(true);
    for (const name of readdirSync(stateDir)) {
      if (!KEPT_AT_RESET.test(name)) rmSync(join(stateDir, name), { recursive: true, force: true });
    }
    faults.set({ rules: [] });
    kernel = open();
    await loadServices(kernel.lab, kernel.services);
    await fill();
  }

  async function stop({ stopFleet }: { stopFleet: boolean }): Promise<void> {
    server.close();
    await empty(stopFleet);
    server.closeAllConnections();
    server.endHttp2();
    rmSync(file, { force: true });
    release();
    unlock?.();
  }

  try {
    release = await claimSubnet(kernel.lab.subnet);
    await loadServices(kernel.lab, kernel.services);
    await new Promise<void>((done, fail) => {
      server.once("error", fail);
      server.listen(options.port, "127.0.0.1", done);
    });
    await fill();
  } catch (error) {
    await stop({ stopFleet: false });
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") throw new UsageError(`A port of the lab is taken: ${message}.`);
    throw error;
  }
  return { endpoint: kernel.lab.endpoint, stop };
}

function log(service: string, message: string, extra: Record<string, unknown> = {}): void {
  const at = new Date().toISOString();
  process.stderr.write(`${JSON.stringify({ at, service, message, ...extra })}\n`);
}
