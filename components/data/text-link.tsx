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

/** Only http(s) leaves the console: AWS fields may hold any text, `javascript:` too. */
export const safeUrl = (url: string | undefined): string | undefined =>
  url && /^https?:\/\//i.test(url) ? url : undefined;

/** A link out of the console, in a tab of its own. Anything but http(s) is drawn as text. */
export function OutsideLink({ href, children }: { href: string | undefined; children: ReactNode }) {
  const safe = safeUrl(href);
  if (!safe) return <span>{children}</span>;
  return (
    <a href={safe} target="_blank" rel="noreferrer noopener" className={look}>
      {children}
      <ExternalLink aria-hidden="true" className="ml-1 inline size-3 align-[-1px]" />
      <span className="sr-only"> (opens in a new tab)</span>
    </a>
  );
}
