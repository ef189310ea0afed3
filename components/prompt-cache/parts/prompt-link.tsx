import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

/** A link inside a sentence or a list of facts. */
export function PromptLink({
  href,
  className,
  children,
}: {
  href: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Link
      href={href}
      prefetch={false}
      className={cn(
        "underline decoration-line-strong underline-offset-2 wrap-anywhere hover:text-accent pointer-coarse:-my-3 pointer-coarse:inline-block pointer-coarse:py-3",
        className,
      )}
    >
      {children}
    </Link>
  );
}
