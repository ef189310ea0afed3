import type { Lab } from "../../core/contracts.ts";
import { type Environment, type Outcome, startEnvironment } from "./environment.ts";
import type { FunctionRecord } from "./model.ts";

/** Processes of one function at a time; what comes meanwhile waits its turn. */
const MOST_AT_ONCE = 3;
/** A warm process that nobody needs ends after this. */
const IDLE_MS = 5 * 60_000;

export interface Pool {
  /** Runs one event, in a warm process where one is free. */
  invoke(one: FunctionRecord, requestId: string, payload: string): Promise<Outcome>;
  /** Ends the warm processes of a function that was changed or removed; those at work end after it. */
  retire(name: string): Promise<void>;
  stop(): Promise<void>;
}

interface Warm {
  environment: Environment;
  revisionId: string;
  cancelIdle(): void;
}

/** Keeps the processes of all functions. */
export function createPool(lab: Lab): Pool {
  const warm = new Map<string, Warm[]>();
  const running = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();
  const all = new Set<Environment>();
  let stopped = false;

  const enter = async (name: string) => {
    const now = running.get(name) ?? 0;
    if (now < MOST_AT_ONCE) {
      running.set(name, now + 1);
      return;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    waiting.set(name, [...(waiting.get(name) ?? []), resolve]);
    await promise;
  };
  const leave = (name: string) => {
    const next = waiting.get(name)?.shift();
    // Whoever waited takes the place over.
    if (next) next();
    else running.set(name, (running.get(name) ?? 1) - 1);
  };
  const take = async (one: FunctionRecord): Promise<Environment> => {
    const kept = warm.get(one.name) ?? [];
    for (let found = kept.pop(); found; found = kept.pop()) {
      found.cancelIdle();
      if (found.revisionId === one.revisionId && found.environment.alive())
        return found.environment;
      void end(found.environment);
    }
    const environment = await startEnvironment(lab, one);
    all.add(environment);
    return environment;
  };
  const end = async (environment: Environment) => {
    await environment.end();
    all.delete(environment);
  };
  const keep = (one: FunctionRecord, environment: Environment) => {
    if (stopped || !environment.alive()) return void end(environment);
    const entry: Warm = {
      environment,
      revisionId: one.revisionId,
      cancelIdle: lab.after(IDLE_MS, () => {
        warm.set(
          one.name,
          (warm.get(one.name) ?? []).filter((each) => each !== entry),
        );
        return end(environment);
      }),
    };
    warm.set(one.name, [...(warm.get(one.name) ?? []), entry]);
  };

  return {
    async invoke(one, requestId, payload) {
      await enter(one.name);
      try {
        const environment = await take(one);
        try {
          return await environment.invoke(requestId, payload);
        } finally {
          keep(one, environment);
        }
      } finally {
        leave(one.name);
      }
    },
    async retire(name) {
      const kept = warm.get(name) ?? [];
      warm.delete(name);
      for (const each of kept) each.cancelIdle();
      await Promise.all(kept.map((each) => end(each.environment)));
    },
    async stop() {
      stopped = true;
      await Promise.all([...all].map(end));
    },
  };
}
