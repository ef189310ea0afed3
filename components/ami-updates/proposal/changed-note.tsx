import { TriangleAlert } from "lucide-react";
import { Foreign } from "@/components/data/foreign";
import { Button } from "@/components/ui/button";

/** What of the evidence changed since this person looked; nothing is decided before they have seen it. */
export function ChangedNote({
  changes,
  onSeen,
}: {
  changes: readonly string[];
  onSeen: () => void;
}) {
  if (changes.length === 0) return null;
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-2 rounded-md border border-waiting bg-tint-waiting px-3 py-2"
    >
      <TriangleAlert aria-hidden="true" className="size-4 shrink-0 text-waiting" />
      <ul className="min-w-0 flex-1 basis-40">
        {changes.map((change) => (
          <li key={change}>
            <Foreign text={change} />
          </li>
        ))}
      </ul>
      <Button size="sm" onClick={onSeen}>
        I have seen it
      </Button>
    </div>
  );
}
