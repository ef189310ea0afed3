import { formatCount } from "@/lib/platform/format";
import { formatShare } from "@/lib/prompt-cache/hit-rate";
import type { CurvePoint } from "@/lib/prompt-cache/tuning";

/** The curves' figures as rows. */
export function CurveTable({ curve }: { curve: readonly CurvePoint[] }) {
  const cell = "h-7 border-t px-3 text-end";
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard
    <section tabIndex={0} aria-label="Figures" className="max-h-80 overflow-auto rounded-md border">
      <table className="w-full border-separate border-spacing-0" aria-label="By threshold">
        <thead className="sticky top-0 bg-raised text-meta text-muted">
          <tr>
            {["Threshold", "Answered", "Not answered", "Right", "Labels"].map((name) => (
              <th key={name} scope="col" className="h-8 px-3 text-end font-medium">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {curve.map(({ threshold, hits, misses, precision, labelled }) => (
            <tr key={threshold}>
              <th scope="row" className={`${cell} font-normal`}>
                {threshold.toFixed(2)}
              </th>
              <td className={cell}>{formatCount(hits)}</td>
              <td className={cell}>{formatCount(misses)}</td>
              <td className={cell}>{formatShare(precision)}</td>
              <td className={cell}>{formatCount(labelled)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
