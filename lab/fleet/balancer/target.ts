import { Agent, get } from "node:http";

/** Where requests go: one registered instance. */
export interface TargetAddress {
  id: string;
  address: string;
  port: number;
}

/** As ELBv2 says it. */
export interface TargetHealth {
  State: "initial" | "healthy" | "unhealthy" | "draining" | "unused";
  Reason?: string;
  Description?: string;
}

export interface HealthCheck {
  path: string;
  intervalMs: number;
  timeoutMs: number;
  healthyThreshold: number;
  unhealthyThreshold: number;
}

/** A registered target: its health, the requests under way to it, and its draining. */
export class Target {
  readonly where: TargetAddress;
  /** Kept-alive connections to this target only, so that they end with its registration. */
  readonly agent = new Agent({ keepAlive: true, maxFreeSockets: 64, timeout: 60_000 });
  inFlight = 0;
  private health: TargetHealth = {
    State: "initial",
    Reason: "Elb.RegistrationInProgress",
    Description: "Target registration is in progress",
  };
  private good = 0;
  private bad = 0;
  private timer: NodeJS.Timeout | undefined;
  private stopped = false;
  private readonly check: HealthCheck;
  private readonly onChange: () => void;

  constructor(where: TargetAddress, check: HealthCheck, onChange: () => void) {
    this.where = where;
    this.check = check;
    this.onChange = onChange;
    this.probe();
  }

  get state(): TargetHealth {
    return this.health;
  }

  /** No new requests from now on; those under way may end. */
  beginDraining(): void {
    this.stopChecks();
    this.set({
      State: "draining",
      Reason: "Target.DeregistrationInProgress",
      Description: "Target deregistration is in progress",
    });
  }

  close(): void {
    this.stopChecks();
    this.agent.destroy();
  }

  /** A connection that was refused says the same as a failed check, and says it sooner. */
  noteRefused(): void {
    if (this.stopped) return;
    this.settle({ Reason: "Target.FailedHealthChecks", Description: "Health checks failed" });
  }

  private stopChecks(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  private probe(): void {
    const { path, timeoutMs, intervalMs } = this.check;
    const { address: host, port } = this.where;
    let done = false;
    const finish = (problem?: Pick<TargetHealth, "Reason" | "Description">) => {
      if (done || this.stopped) return;
      done = true;
      this.settle(problem);
      this.timer = setTimeout(() => this.probe(), intervalMs);
      this.timer.unref();
    };
    const request = get(
      { host, port, path, agent: false, headers: { "user-agent": "ELB-HealthChecker/2.0" } },
      (response) => {
        response.resume();
        response.once("error", () => undefined);
        const code = response.statusCode ?? 0;
        if (code === 200) finish();
        else {
          finish({
            Reason: "Target.ResponseCodeMismatch",
            Description: `Health checks failed with these codes: [${code}]`,
          });
        }
      },
    );
    request.setTimeout(timeoutMs, () => {
      finish({ Reason: "Target.Timeout", Description: "Request timed out" });
      request.destroy();
    });
    request.once("error", () =>
      finish({ Reason: "Target.FailedHealthChecks", Description: "Health checks failed" }),
    );
  }

  private settle(problem?: Pick<TargetHealth, "Reason" | "Description">): void {
    if (problem) {
      this.good = 0;
      this.bad++;
      if (this.bad >= this.check.unhealthyThreshold) this.set({ State: "unhealthy", ...problem });
    } else {
      this.bad = 0;
      this.good++;
      if (this.good >= this.check.healthyThreshold) this.set({ State: "healthy" });
    }
    if (this.health.State === "initial" && this.health.Reason !== "Elb.InitialHealthChecking") {
      this.set({
        State: "initial",
        Reason: "Elb.InitialHealthChecking",
        Description: "Initial health checks in progress",
      });
    }
  }

  private set(next: TargetHealth): void {
    const changed = next.State !== this.health.State || next.Reason !== this.health.Reason;
    this.health = next;
    if (changed) this.onChange();
  }
}
