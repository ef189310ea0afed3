import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { seedLab } from "../seed/index.ts";
import { loadLogWriter, loadServices } from "../services/index.ts";
import { createFaults } from "./faults.ts";
import { createKernel } from "./lab.ts";
import { createLabServer } from "./serve.ts";
import { takeStateLock } from "./store/state-lock.ts";

export interface StartOptions {
  port: number;
  lbPort: number;
  stateDir: string;
  subnet?: string;
}

export interface RunningLab {
  endpoint: string;
  loadBalancer: string;
  stop(options: { stopFleet: boolean }): Promise<void>;
}

/** Starts a lab in this process and resolves when it serves. Throws an error with one sentence for people. */
export async function startLab(options: StartOptions): Promise<RunningLab> {
  const stateDir = resolve(options.stateDir);
  mkdirSync(stateDir, { recursive: true });
  const unlock = takeStateLock(stateDir);
  if (!unlock) throw new Error(`Another lab is running with the state directory ${stateDir}.`);
  const log = (service: string, message: string, extra: Record<string, unknown> = {}) =>
    void process.stderr.write(
      `${JSON.stringify({ at: new Date().toISOString(), service, message, ...extra })}\n`,
    );
  const kernel = createKernel({ ...options, stateDir, log, logWriter: await loadLogWriter() });
  const faults = createFaults();
  let ready = false;
  const server = createLabServer({ kernel, faults, ready: () => ready });
  const file = join(stateDir, "lab.json");

  const stop = async ({ stopFleet }: { stopFleet: boolean }) => {
    ready = false;
    server.close();
    for (const service of [...kernel.services.values()].reverse()) {
      try {
        await service.stop?.({ stopFleet });
      } catch (error) {
        log(service.name, "The service did not stop cleanly.", { error: (error as Error).stack });
      }
    }
    server.closeAllConnections();
    kernel.close();
    rmSync(file, { force: true });
    unlock();
  };

  try {
    await loadServices(kernel.lab, kernel.services);
    await new Promise<void>((done, fail) => {
      server.once("error", fail);
      server.listen(options.port, "127.0.0.1", done);
    });
    for (const service of kernel.services.values()) await service.start?.();
    await seedLab(kernel.lab);
  } catch (error) {
    await stop({ stopFleet: false });
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      throw new Error(`A port of the lab is taken: ${(error as Error).message}.`);
    throw error;
  }
  ready = true;
  const { endpoint } = kernel.lab;
  const loadBalancer = `http://127.0.0.1:${options.lbPort}`;
  writeFileSync(
    file,
    JSON.stringify({
      endpoint,
      loadBalancer,
      pid: process.pid,
      port: options.port,
      lbPort: options.lbPort,
    }),
  );
  return { endpoint, loadBalancer, stop };
}
