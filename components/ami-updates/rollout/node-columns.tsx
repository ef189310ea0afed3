import { StatusBadge } from "@/components/data/status-badge";
import type { Column } from "@/components/data/table";
import { Elapsed } from "@/components/data/timestamp";
import { keepsPromise, versionOfRuntime } from "@/lib/ami-updates/check-promise";
import { STAGE_LOOK } from "@/lib/ami-updates/looks";
import { NODE_STAGES, type RolloutNode } from "@/lib/ami-updates/rollout";
import { middleTruncate } from "@/lib/platform/format";
import { plainText } from "@/lib/platform/plain-text";

/** A version on the node beside what the notes promise; a difference is a sign and a word, not a colour. */
function Version({
  of,
  has,
  promised,
  isNew,
}: {
  of: "kubelet" | "kernel" | "containerd";
  has: string | undefined;
  promised: string | undefined;
  isNew: boolean;
}) {
  if (!has) return <span className="text-muted">–</span>;
  const text = plainText(versionOfRuntime(has));
  const differs = isNew && promised !== undefined && !keepsPromise(of, promised, text);
  return (
    <bdi
      className="font-mono text-meta"
      title={differs ? `${text}; the notes promise ${plainText(promised)}` : text}
    >
      {differs ? (
        <span className="text-failed">
          ≠ {text}
          <span className="sr-only"> (the notes promise {plainText(promised)})</span>
        </span>
      ) : (
        text
      )}
    </bdi>
  );
}

/** Nothing is being replaced: what Git names runs. */
const AT_REST = { tone: "succeeded", label: "As in Git" } as const;

/**
 * Columns of the nodes of a rollout; versions are held against the promised ones. `underWay`: there is an
 * update, so that an image can be new.
 */
export function nodeColumns(
  promised: Record<string, string>,
  underWay: boolean,
): readonly Column<RolloutNode>[] {
  const isNew = (node: RolloutNode) => node.stage === "replaced";
  return [
    {
      key: "node",
      header: "Node",
      width: "clamp(7rem, 36vw, 14rem)",
      sortBy: (node) => node.node ?? node.claim,
      cell: (node) => (
        <bdi
          title={`${plainText(node.node ?? "Not joined yet")} · NodeClaim ${plainText(node.claim)}`}
        >
          {plainText(node.node ?? node.claim)}
        </bdi>
      ),
    },
    {
      key: "stage",
      header: "Stage",
      width: "9.5rem",
      sortBy: (node) => NODE_STAGES.indexOf(node.stage),
      cell: (node) => (
        <StatusBadge {...(!underWay && isNew(node) ? AT_REST : STAGE_LOOK[node.stage])} />
      ),
    },
    {
      key: "since",
      header: "For",
      width: "5rem",
      align: "end",
      from: "sm",
      cell: (node) =>
        node.since ? (
          <Elapsed since={node.since} className="text-muted" />
        ) : (
          <span className="text-muted">–</span>
        ),
    },
    {
      key: "image",
      header: "Image",
      width: "9rem",
      from: "xl",
      cell: (node) =>
        node.imageId ? (
          <span className="font-mono text-meta" title={node.imageId}>
            {middleTruncate(node.imageId, 14)}
          </span>
        ) : (
          <span className="text-muted">–</span>
        ),
    },
    {
      key: "kubelet",
      header: "kubelet",
      width: "11rem",
      from: "lg",
      cell: (node) => (
        <Version of="kubelet" has={node.kubelet} promised={promised.kubelet} isNew={isNew(node)} />
      ),
    },
    {
      key: "kernel",
      header: "Kernel",
      from: "xl",
      cell: (node) => (
        <Version of="kernel" has={node.kernel} promised={promised.kernel} isNew={isNew(node)} />
      ),
    },
    {
      key: "containerd",
      header: "containerd",
      width: "7.5rem",
      from: "lg",
      cell: (node) => (
        <Version
          of="containerd"
          has={node.containerd}
          promised={promised.containerd}
          isNew={isNew(node)}
        />
      ),
    },
  ];
}
