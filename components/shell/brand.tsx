import Link from "next/link";
import { routes } from "@/lib/platform/routes";

/** Two tracks and a switch. */
export function Mark() {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinecap="round"
      aria-hidden="true"
      className="size-5 shrink-0 text-accent"
    >
      <path d="M3 17h18" />
      <path d="M3 17c8 0 7-10 18-10" />
      <circle cx="3.5" cy="17" r="1.4" fill="currentColor" stroke="none" />
    </svg>
  );
}

/** The product's name, as the way home. */
export function Brand({ narrow = false }: { narrow?: boolean }) {
  return (
    <Link
      href={routes.inbox()}
      className={`mb-2 flex h-8 items-center gap-2 rounded-md font-semibold ${narrow ? "justify-center" : "px-2"}`}
    >
      <Mark />
      <span className={narrow ? "sr-only" : undefined}>Switchyard</span>
    </Link>
  );
}
