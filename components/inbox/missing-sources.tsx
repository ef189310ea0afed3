import { TriangleAlert } from "lucide-react";

/** Sources that could not be read: their items may be missing, and the inbox says so. */
export function MissingSources({ missing }: { missing: string[] }) {
  if (missing.length === 0) return null;
  return (
    <div
      role="status"
      className="flex gap-2 rounded-md border border-waiting bg-tint-waiting px-3 py-2"
    >
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-waiting" />
      <div className="min-w-0">
        <p className="font-medium">Something may be missing here</p>
        <ul>
          {missing.map((text) => (
            <li key={text} className="wrap-anywhere">
              {text}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
