import type { ReactNode } from "react";

/** A page that has one thing to say: what is so, why, and the way on. */
export function MessagePage({
  title,
  children,
  actions,
}: {
  title: string;
  children: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="mx-auto grid max-w-prose grid-cols-[minmax(0,1fr)] gap-3 px-4 py-16">
      <h1 className="wrap-anywhere">{title}</h1>
      <div className="grid gap-2 text-muted">{children}</div>
      {actions ? <div className="mt-2 flex flex-wrap gap-2">{actions}</div> : null}
    </div>
  );
}
