import { AwsError } from "./aws-error.ts";
import type { ServiceName } from "./contracts.ts";

export const FAULT_KINDS = ["throttle", "error", "delay", "cut"] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** One rule of the fault switch. It meets requests over the wire only, never the lab's inner calls. */
export interface FaultRule {
  /** `*` means every service. */
  service: ServiceName | "*";
  operation?: string;
  kind: FaultKind;
  /** Share of matching requests it meets, 0..1; all of them when absent. */
  share?: number;
  /** Ends after meeting this many requests. */
  count?: number;
  delayMs?: number;
  status?: number;
  code?: string;
}

export interface FaultSet {
  rules: FaultRule[];
  /** The same seed meets the same requests of a sequence. */
  seed?: number;
}

export type Hit =
  | { kind: "delay"; ms: number }
  | { kind: "cut" }
  | { kind: "fail"; error: AwsError };

export interface Faults {
  set(faults: FaultSet): void;
  get(): { rules: (FaultRule & { met: number })[]; seed?: number };
  /** What happens to this request, in the rules' order. */
  meet(service: string, operation: string): Hit[];
}

/** The fault switch of one lab, empty at first. */
export function createFaults(): Faults {
  let rules: (FaultRule & { met: number })[] = [];
  let seed: number | undefined;
  let random = Math.random;

  return {
    set(faults) {
      rules = faults.rules.map((rule) => ({ ...rule, met: 0 }));
      seed = faults.seed;
      random = seed === undefined ? Math.random : seeded(seed);
    },
    get: () => ({ rules, ...(seed === undefined ? {} : { seed }) }),
    meet(service, operation) {
      const hits: Hit[] = [];
      for (const rule of rules) {
        if (rule.service !== "*" && rule.service !== service) continue;
        if (rule.operation && rule.operation !== operation) continue;
        if (rule.count !== undefined && rule.met >= rule.count) continue;
        if (rule.share !== undefined && random() >= rule.share) continue;
        rule.met++;
        hits.push(hitOf(rule));
      }
      return hits;
    },
  };
}

function hitOf(rule: FaultRule): Hit {
  switch (rule.kind) {
    case "delay":
      return { kind: "delay", ms: rule.delayMs ?? 1_000 };
    case "cut":
      return { kind: "cut" };
    case "throttle": {
      const code = rule.code ?? (rule.service === "s3" ? "SlowDown" : "ThrottlingException");
      return {
        kind: "fail",
        error: new AwsError(
          code,
          "Rate exceeded",
          rule.status ?? (rule.service === "s3" ? 503 : 400),
        ),
      };
    }
    case "error": {
      const code = rule.code ?? (rule.service === "s3" ? "InternalError" : "InternalFailure");
      return {
        kind: "fail",
        error: new AwsError(code, "The lab was told to fail here.", rule.status ?? 500),
      };
    }
  }
}

/** mulberry32: small, good enough to choose requests, the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
