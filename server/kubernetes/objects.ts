import "server-only";
import type { Condition } from "@/lib/ami-updates/cluster-facts";

/** The parts of custom resources that are read; they come as plain JSON. */
export interface KubeMetadata {
  name: string;
  namespace?: string;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
}

export interface KubeCondition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string | Date;
}

export interface Ec2NodeClass {
  metadata: KubeMetadata;
  spec?: { amiSelectorTerms?: { id?: string; alias?: string; ssmParameter?: string }[] };
  status?: { amis?: { id: string }[]; conditions?: KubeCondition[] };
}

interface ClassRef {
  group?: string;
  kind?: string;
  name?: string;
}

export interface NodePool {
  metadata: KubeMetadata;
  spec?: {
    template?: { spec?: { nodeClassRef?: ClassRef } };
    disruption?: {
      budgets?: { nodes?: string; schedule?: string; duration?: string; reasons?: string[] }[];
    };
  };
  status?: { conditions?: KubeCondition[] };
}

export interface NodeClaim {
  metadata: KubeMetadata;
  spec?: { nodeClassRef?: ClassRef };
  status?: { imageID?: string; nodeName?: string; conditions?: KubeCondition[] };
}

export interface Application {
  metadata: KubeMetadata;
  spec?: { syncPolicy?: { automated?: { enabled?: boolean } | null } };
  status?: {
    sync?: { status?: string; revision?: string };
    health?: { status?: string };
    history?: { revision?: string; deployedAt?: string }[];
    operationState?: {
      phase?: string;
      message?: string;
      startedAt?: string;
      finishedAt?: string;
      syncResult?: { revision?: string };
      operation?: { sync?: { revision?: string } };
    };
  };
}

/** ISO 8601 from what the library gives: text or a date. */
export const timeOf = (at: string | Date | undefined | null): string | undefined =>
  at ? new Date(at).toISOString() : undefined;

export const conditionsOf = (conditions: KubeCondition[] | undefined): Condition[] =>
  (conditions ?? []).map(({ type, status, reason, message, lastTransitionTime }) => {
    const since = timeOf(lastTransitionTime);
    return {
      type,
      status: status === "True" || status === "False" ? status : "Unknown",
      ...(reason ? { reason } : {}),
      ...(message ? { message } : {}),
      ...(since ? { since } : {}),
    };
  });

/** Whether a reference is to this EC2NodeClass and not to another provider's of the same name. */
export const refersTo = (ref: ClassRef | undefined, nodeClass: string): boolean =>
  ref?.name === nodeClass && (ref.kind ?? "EC2NodeClass") === "EC2NodeClass";
