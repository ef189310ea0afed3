import type { ReactNode } from "react";

/** Title, status and the view's actions; on the phone the actions fill a row of their own. */
export function PageHead({
  title,
  status,
  actions,
  children,
}: {
  title: ReactNode;
  status?: ReactNode;
  actions?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <header className="grid gap-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h1 className="min-w-0 wrap-anywhere">{title}</h1>
        {status}
        {actions ? (
          <div className="ml-auto flex flex-wrap gap-2 max-sm:w-full max-sm:*:flex-1">
            {actions}
          </div>
        ) : null}
      </div>
      {children}
    </header>
  );
}
