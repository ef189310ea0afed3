"use client";

import type { ReactNode } from "react";
import { ProblemNote, type ShownProblem } from "@/components/data/problem-note";
import { StaleBanner } from "@/components/data/stale-banner";
import type { Snapshot } from "@/lib/live/model";

export { StaleBanner } from "@/components/data/stale-banner";

export type AsyncState = "loading" | "live" | "stale" | "error";

/**
 * The four states of a view: loading (skeleton), empty, error (what did load stays), stale
 * (amber line). Spread a `useLive` or `useRead` result: `<AsyncView {...live} skeleton={…}>`.
 */
export function AsyncView<T>({
  state,
  snapshot,
  connected = true,
  problem,
  retry,
  onRetry = retry,
  title,
  skeleton,
  empty,
  isEmpty,
  children,
}: {
  state: AsyncState;
  snapshot?: Snapshot<T> | undefined;
  /** The live connection stands. */
  connected?: boolean | undefined;
  problem?: ShownProblem | undefined;
  retry?: (() => void) | undefined;
  onRetry?: (() => void) | undefined;
  /** The page's heading where there is no data to draw one with. */
  title?: string;
  skeleton: ReactNode;
  empty?: ReactNode;
  /** Whether the data that is there is nothing; then `empty` stands in its place. */
  isEmpty?: boolean | ((data: T) => boolean);
  /** Drawn when there is data; a function gets it. Plain nodes are drawn in every state but loading. */
  children: ReactNode | ((data: T) => ReactNode);
}) {
  if (state === "loading") {
    return (
      <div aria-busy="true">
        <span className="sr-only" role="status">
          Loading
        </span>
        {skeleton}
      </div>
    );
  }
  const shown = problem ?? snapshot?.problem;
  const data = snapshot?.data;
  const nothing =
    typeof isEmpty === "function" ? data !== undefined && isEmpty(data) : (isEmpty ?? false);
  const body =
    typeof children === "function" ? (data === undefined ? null : children(data)) : children;
  return (
    <div className="grid min-w-0 gap-3">
      {title && !nothing && body === null ? <h1>{title}</h1> : null}
      {state === "error" ? (
        <ProblemNote
          problem={shown ?? { message: "This could not be read." }}
          {...(onRetry ? { onRetry } : {})}
        />
      ) : state === "stale" ? (
        <StaleBanner snapshot={snapshot} connected={connected} />
      ) : null}
      {nothing && state !== "error" ? empty : body}
    </div>
  );
}
