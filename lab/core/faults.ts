import { AwsError } from "./aws-error.ts";
import type { ServiceName } from "./contracts.ts";
import { seededRandom } from "./random.ts";

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
  /** Meets only answers sent as a stream, once this many of their events are sent. */
  after?: number;
}

export interface FaultSet {
  rules: FaultRule[];
  /** The same seed meets the same requests of a sequence. */
  seed?: number;
}

export type Hit = { after?: number } & (
  | { kind: "delay"; ms: number }
  | { kind: "cut" }
  | { kind: "fail"; error: AwsError }
);

export interface Faults {
  set(faults: FaultSet): void;
  get(): { rules: (FaultRule & { met: number })[]; seed?: number };
  /** What happens to this request, in the rules' order. */
  meet(service: string, operation: string, streams?: boolean): Hit[];
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
      random = seed === undefined ? Math.random : seededRandom(seed);
    },
    get: () => ({ rules, ...(seed === undefined ? {} : { seed }) }),
    meet(service, operation, streams = false) {
      const hits: Hit[] = [];
      for (const rule of rules) {
        if (rule.service !== "*" && rule.service !== service) continue;
        if (rule.operation && rule.operation !== operation) continue;
        if (rule.after !== undefined && !streams) continue;
        if (rule.count !== undefined && rule.met >= rule.count) continue;
        if (rule.share !== undefined && random() >= rule.share) continue;
        rule.met++;
        const hit = hitOf(rule, service);
        hits.push(rule.after === undefined ? hit : { ...hit, after: rule.after });
      }
      return hits;
    },
  };
}

/** How services say that there is too much, or that they failed, where it is not the usual way. */
const FORMS: Record<string, Record<"throttle" | "error", [code: string, status: number]>> = {
  s3: { throttle: ["SlowDown", 503], error: ["InternalError", 500] },
  "bedrock-runtime": {
    throttle: ["ThrottlingException", 429],
    error: ["InternalServerException", 500],
  },
  "bedrock-agentcore": {
    throttle: ["ThrottlingException", 429],
    error: ["InternalServerException", 500],
  },
  github: { throttle: ["RateLimited", 403], error: ["ServerError", 502] },
};

/** The statuses that go with Bedrock's other errors, so that a rule need only name one. */
const BEDROCK_STATUS: Record<string, number> = {
  AccessDeniedException: 403,
  ModelErrorException: 424,
  ModelNotReadyException: 429,
  ModelStreamErrorException: 424,
  ModelTimeoutException: 408,
  ResourceNotFoundException: 404,
  ServiceQuotaExceededException: 400,
  ServiceUnavailableException: 503,
  ThrottlingException: 429,
  ValidationException: 400,
};

function hitOf(rule: FaultRule, service: string): Hit {
  if (rule.kind === "delay") return { kind: "delay", ms: rule.delayMs ?? 1_000 };
  if (rule.kind === "cut") return { kind: "cut" };
  const usual = {
    throttle: ["ThrottlingException", 400],
    error: ["InternalFailure", 500],
  } as const;
  const [ownCode, ownStatus] = (FORMS[service] ?? usual)[rule.kind];
  const code = rule.code ?? ownCode;
  const known = service === "bedrock-runtime" ? BEDROCK_STATUS[code] : undefined;
  const message = rule.kind === "throttle" ? "Rate exceeded" : "The lab was told to fail here.";
  return { kind: "fail", error: new AwsError(code, message, rule.status ?? known ?? ownStatus) };
}
