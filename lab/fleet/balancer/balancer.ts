import { createServer, type Server } from "node:http";
import { forward } from "./forward.ts";
import { type HealthCheck, Target, type TargetAddress, type TargetHealth } from "./target.ts";

export interface BalancerOptions {
  port: number;
  check: HealthCheck;
  /** The least time that a target drains. */
  drainMs: number;
  /** The longest time that requests under way may hold up a deregistration. */
  deregistrationDelayMs: number;
  onHealthChange?(id: string, health: TargetHealth): void;
}

/**
 * Requests that came in, and those that the balancer could not get answered (its own 5xx, or a
 * connection lost midway). Before a target was ever healthy there is nothing that could fail.
 */
export interface Counters {
  requests: number;
  failed: number;
}

/** An HTTP load balancer: round robin over healthy targets, active health checks, draining. */
export class Balancer {
  readonly counters: Counters = { requests: 0, failed: 0 };
  private readonly targets = new Map<string, Target>();
  private readonly draining = new Map<string, Promise<void>>();
  private readonly options: BalancerOptions;
  /** Set once a target was healthy, or from what was known before a restart. */
  inService = false;
  private server: Server | undefined;
  private turn = 0;

  constructor(options: BalancerOptions) {
    this.options = options;
  }

  async start(): Promise<void> {
    const server = createServer((req, res) => {
      this.counters.requests++;
      void forward({ req, res, pick: (tried) => this.pick(tried) }).then((outcome) => {
        if (outcome === "failed" && this.inService) this.counters.failed++;
      });
    });
    server.keepAliveTimeout = 65_000;
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(this.options.port, "127.0.0.1", resolve);
    });
    this.server = server;
  }

  /** Where it listens; with port 0 in the options this is the one the system chose. */
  get port(): number {
    const address = this.server?.address();
    return typeof address === "object" && address ? address.port : this.options.port;
  }

  async stop(): Promise<void> {
    for (const target of this.targets.values()) target.close();
    this.targets.clear();
    const server = this.server;
    if (!server) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 1000).unref();
    });
  }

  /** Takes a target in, or back in while it still drains. Known healthy targets stay as they are. */
  register(where: TargetAddress): void {
    const known = this.targets.get(where.id);
    if (known && known.state.State !== "draining") return;
    known?.close();
    this.draining.delete(where.id);
    const target = new Target(where, this.options.check, () => {
      if (target.state.State === "healthy") this.inService = true;
      this.options.onHealthChange?.(where.id, target.state);
    });
    this.targets.set(where.id, target);
  }

  /** Ends new requests to a target; resolves when it has drained and is gone. */
  deregister(id: string): Promise<void> {
    const target = this.targets.get(id);
    if (!target) return Promise.resolve();
    const running = this.draining.get(id);
    if (running) return running;
    target.beginDraining();
    const drained = this.drain(target).then(() => {
      target.close();
      if (this.targets.get(id) === target) {
        this.targets.delete(id);
        this.draining.delete(id);
      }
    });
    this.draining.set(id, drained);
    return drained;
  }

  health(id: string): TargetHealth {
    return (
      this.targets.get(id)?.state ?? {
        State: "unused",
        Reason: "Target.NotRegistered",
        Description: "Target is not registered to the target group",
      }
    );
  }

  /** Ids of all targets, those that drain included. */
  ids(): string[] {
    return [...this.targets.keys()];
  }

  private async drain(target: Target): Promise<void> {
    const began = Date.now();
    const { drainMs, deregistrationDelayMs } = this.options;
    for (;;) {
      const waited = Date.now() - began;
      if (waited >= drainMs && (target.inFlight === 0 || waited >= deregistrationDelayMs)) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }

  /** Healthy targets in turn; without any, whatever is registered (a real balancer fails open too). */
  private pick(tried: ReadonlySet<Target>): Target | undefined {
    const open = [...this.targets.values()].filter((each) => each.state.State !== "draining");
    const healthy = open.filter((each) => each.state.State === "healthy");
    const all = healthy.length > 0 ? healthy : open;
    const fresh = all.filter((each) => !tried.has(each));
    // With nothing new to try, the same target again: its kept connection may just have closed.
    const choice = fresh.length > 0 ? fresh : all;
    return choice[this.turn++ % Math.max(1, choice.length)];
  }
}
