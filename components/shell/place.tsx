"use client";

import { useRead } from "@/components/data/use-read";

/** What `GET /api/shell/context` answers: which AWS this console looks at. */
interface ShellContext {
  account?: string;
  region?: string;
  endpointKind?: string;
}

/** Account and region that everything on the page is about. */
export function Place({ className }: { className?: string }) {
  const { data, problem, state } = useRead<ShellContext>(["shell-context"], "/api/shell/context", {
    staleMs: 60_000,
  });
  const parts = data ? [data.account, data.region].filter(Boolean) : [];
  return (
    <div className={className} data-tip={problem?.message}>
      {parts.length > 0 ? (
        <span className="text-meta text-muted tabular-nums">
          <span className="sr-only">AWS account and region: </span>
          {parts.join(" · ")}
        </span>
      ) : state === "error" ? (
        <span className="text-meta text-waiting">AWS account unknown</span>
      ) : null}
    </div>
  );
}
