import { Foreign } from "@/components/data/foreign";
import { nodeTroubles } from "@/lib/ami-updates/node-troubles";
import type { RolloutNode } from "@/lib/ami-updates/rollout";
import { plural } from "@/lib/platform/format";
import { plainText } from "@/lib/platform/plain-text";

/** What holds nodes up or is not as promised: each sentence once, with the nodes that it is true of. */
export function NodeTroubles({ nodes }: { nodes: readonly RolloutNode[] }) {
  const troubles = nodeTroubles(nodes);
  if (troubles.length === 0) return null;
  return (
    <ul aria-label="What holds nodes up" className="grid gap-2 border-t p-3">
      {troubles.map(({ sentence, names }) => (
        <li key={sentence} className="grid gap-0.5">
          <span className="text-waiting">
            <Foreign text={sentence} />
          </span>
          <span className="text-meta text-muted wrap-anywhere">
            {names.length > 1 ? `${plural(names.length, "node")}: ` : ""}
            <bdi className="font-mono">{plainText(names.join(", "))}</bdi>
          </span>
        </li>
      ))}
    </ul>
  );
}
