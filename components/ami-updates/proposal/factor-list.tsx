import { CitationLinks } from "@/components/ami-updates/proposal/citation-links";
import { Foreign } from "@/components/data/foreign";
import { SOURCE_LABEL } from "@/lib/ami-updates/looks";
import type { Factor } from "@/lib/ami-updates/model";

/** Why the risk is what it is: what each factor weighs, what it says, where it stands. */
export function FactorList({ factors, label }: { factors: readonly Factor[]; label: string }) {
  return (
    <ul aria-label={label} className="grid">
      {factors.map((factor) => (
        <li
          key={`${factor.source} ${factor.id}`}
          className="grid grid-cols-[3.5rem_minmax(0,1fr)] gap-x-3 border-t py-2 first:border-t-0"
        >
          <span className="whitespace-nowrap" data-tip={`Risk is at least ${factor.risk}`}>
            <span className="text-meta text-muted">≥ </span>
            <span className="font-semibold">{factor.risk}</span>
          </span>
          <div className="grid min-w-0 gap-0.5">
            <p>
              <Foreign text={factor.text} />
              {factor.reject ? <strong className="text-failed"> Refuses.</strong> : null}
            </p>
            <div className="flex flex-wrap items-center gap-x-3 text-meta text-muted">
              <span>
                {SOURCE_LABEL[factor.source]} <Foreign text={factor.id} className="font-mono" />
              </span>
              <CitationLinks citations={factor.citations} />
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}
