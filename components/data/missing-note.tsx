import { TriangleAlert } from "lucide-react";
import { withoutAdvice } from "@/lib/platform/without-advice";

/** Parts that could not be read: said, never silently left out. */
export function MissingNote({
  title,
  missing,
}: {
  title?: string;
  /** A sentence each. */
  missing: readonly string[];
}) {
  if (missing.length === 0) return null;
  return (
    <div
      role="status"
      className="flex gap-2 rounded-md border border-waiting bg-tint-waiting px-3 py-2"
    >
      <TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-waiting" />
      <div className="min-w-0">
        {title ? <p className="font-medium">{title}</p> : null}
        <ul className="grid gap-0.5">
          {missing.map((text) => (
            <li key={text} className="wrap-anywhere">
              <bdi>{withoutAdvice(text)}</bdi>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}
