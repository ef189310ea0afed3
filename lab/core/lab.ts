import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { AwsError } from "./aws-error.ts";
import type { CallInfo, Lab, ModelPace, Service, ServiceName } from "./contracts.ts";
import { createEventBus } from "./event-bus.ts";
import { createObjects, type Objects } from "./objects/objects.ts";
import { openStore } from "./store/store.ts";
import { createTimers } from "./timers.ts";

export const ACCOUNT = "000000000000";
export const REGION = "us-east-1";
export const CALLER_ARN = `arn:aws:iam::${ACCOUNT}:user/lab`;

export interface LabSettings {
  stateDir: string;
  port: number;
  lbPort: number;
  /**
   * Kept in the store at the first start; later starts use what was kept unless it is given.
   * By default it holds the whole port number, so that two labs never share a network.
   */
  subnet?: string;
  modelPace?: Partial<ModelPace>;
  log: Lab["log"];
  logWriter(lab: Lab, group: string, stream: string): ReturnType<Lab["logWriter"]>;
}

/** A lab before it serves: its state is open, its services can be added. */
export interface Kernel {
  lab: Lab & { objects: Objects };
  services: Map<ServiceName, Service>;
  close(): void;
}

/** Opens the state and puts together what services lean on. */
export function createKernel(settings: LabSettings): Kernel {
  const { stateDir, log } = settings;
  mkdirSync(stateDir, { recursive: true });
  const store = openStore(join(stateDir, "lab.sqlite"));
  const onError = (error: unknown) =>
    log("lab", "Work in the background failed.", {
      error: (error as Error)?.stack ?? String(error),
    });
  const bus = createEventBus(onError);
  const timers = createTimers(onError);
  const services = new Map<ServiceName, Service>();

  const kept = store.collection<{ value: string }>("lab.settings");
  const subnet =
    settings.subnet ??
    kept.get("subnet")?.value ??
    `127.${settings.port >> 8}.${settings.port & 255}`;
  kept.put("subnet", { value: subnet });

  const lab: Kernel["lab"] = {
    account: ACCOUNT,
    region: REGION,
    stateDir,
    endpoint: `http://127.0.0.1:${settings.port}`,
    subnet,
    lbPort: settings.lbPort,
    modelPace: settings.modelPace ?? {},
    store,
    objects: createObjects(store, stateDir, bus.emit),
    log,
    arn: (service, resource) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`,
    async call(name, operation, input) {
      const service = services.get(name);
      if (!service) throw notImplemented(name, operation);
      const info: CallInfo = { requestId: crypto.randomUUID(), callerArn: CALLER_ARN };
      return runOperation(service, operation, input, info);
    },
    emit: bus.emit,
    onEvent: bus.onEvent,
    logWriter: (group, stream) => settings.logWriter(lab, group, stream),
    after: timers.after,
  };
  return {
    lab,
    services,
    close() {
      timers.stop();
      store.close();
    },
  };
}

/** Runs one operation; what it lacks is told by its name. */
export async function runOperation(
  service: Service,
  operation: string,
  input: unknown,
  info: CallInfo,
): Promise<unknown> {
  const operations = service.operations ?? {};
  if (!Object.hasOwn(operations, operation)) throw notImplemented(service.name, operation);
  return operations[operation]?.(input ?? {}, info);
}

/** The answer to what the lab does not do. */
export const notImplemented = (service: string, operation: string) =>
  new AwsError("UnknownOperationException", `The lab does not implement ${service} ${operation}.`);
