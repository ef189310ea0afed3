import { ExternalLink } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";

const look =
  "relative z-1 underline decoration-line-strong underline-offset-2 hover:text-accent wrap-anywhere pointer-coarse:-my-3 pointer-coarse:inline-block pointer-coarse:py-3";

/** A link inside the console. */
export function TextLink({
  href,
  className,
  children,
}: {
  href: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Link href={href} prefetch={false} className={cn(look, className)}>
      {children}
    </Link>
  );
}

/** A link out of the console, in a tab of its own. Anything but http(s) is drawn as text. */
export function OutsideLink({ href, children }: { href: string | undefined; children: ReactNode }) {
  if (!href || !/^https?:\/\//i.test(href)) return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noreferrer noopener" className={look}>
      {children}
      <ExternalLink aria-hidden="true" className="ml-1 inline size-3 align-[-1px]" />
      <span className="sr-only"> (opens in a new tab)</span>
    </a>
  );
}
