import type { ReactNode } from "react";

/** Facts as a definition list: one column on the phone, a row of pairs from 640 px. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className="flex flex-wrap gap-x-6 gap-y-2">{children}</dl>;
}

/** One fact. Nothing to say is not drawn: pass what exists only. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-meta text-muted">{name}</dt>
      <dd className="min-h-5 min-w-0 leading-5 wrap-anywhere">{children}</dd>
    </div>
  );
}
