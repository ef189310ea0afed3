import { plural } from "@/lib/platform/format";

/** `Node 5 of 12`, as a bar and in words. */
export function RolloutProgress({ replaced, total }: { replaced: number; total: number }) {
  if (total === 0) return null;
  const done = Math.min(replaced, total);
  return (
    <span className="flex items-center gap-2">
      <span
        role="progressbar"
        aria-label="Nodes on the new image"
        aria-valuemin={0}
        aria-valuemax={total}
        aria-valuenow={done}
        aria-valuetext={`${done} of ${plural(total, "node")}`}
        className="h-1.5 min-w-16 flex-1 overflow-hidden rounded-full bg-press forced-color-adjust-none"
      >
        <span
          className={`block h-full ${done === total ? "bg-succeeded" : "bg-running"}`}
          style={{ width: `${(done / total) * 100}%` }}
        />
      </span>
      <span className="whitespace-nowrap text-meta text-muted">
        Node {done} of {total}
      </span>
    </span>
  );
}
