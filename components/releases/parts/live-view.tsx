"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import { AsyncView } from "@/components/data/async-view";
import { EmptyState } from "@/components/data/empty-state";
import type { LiveResult } from "@/components/shell/live/use-live";
import { buttonClass } from "@/components/ui/button";
import { routes } from "@/lib/platform/routes";

/** A live view of one thing: as `AsyncView`, and a thing that does not exist says so with a way on, not as an error. */
export function LiveView<T>({
  live,
  skeleton,
  absent,
  why,
  children,
}: {
  live: LiveResult<T>;
  skeleton: ReactNode;
  /** `There is no pipeline “x” here` */
  absent: string;
  /** Why that may be. */
  why: string;
  children: (data: T) => ReactNode;
}) {
  if (live.state === "error" && live.problem?.code === "not_found") {
    return (
      <EmptyState
        title={absent}
        action={
          <Link href={routes.pipelines()} className={buttonClass()}>
            All pipelines
          </Link>
        }
      >
        {why}
      </EmptyState>
    );
  }
  return (
    <AsyncView {...live} skeleton={skeleton}>
      {children}
    </AsyncView>
  );
}
