import Link from "next/link";
import { cn } from "@/components/ui/cn";
import { routes } from "@/lib/platform/routes";
import { shortExecution } from "@/lib/releases/revision-text";

/** Short id of an execution, linked; the whole id in its tip. */
export function ExecutionLink({
  pipeline,
  id,
  className,
}: {
  pipeline: string;
  id: string;
  className?: string;
}) {
  return (
    <Link
      href={routes.execution(pipeline, id)}
      prefetch={false}
      data-tip={id}
      className={cn(
        "relative z-1 inline-flex min-h-5 items-center align-baseline font-mono pointer-coarse:min-h-6 text-meta underline decoration-line-strong underline-offset-2 hover:text-accent",
        className,
      )}
    >
      {shortExecution(id)}
    </Link>
  );
}
