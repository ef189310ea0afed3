import Link from "next/link";
import { routes } from "@/lib/platform/routes";

/** Tracks and a switch. */
export function Mark() {
  return (
    <svg
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.2"
      strokeLinecap="round"
      aria-hidden="true"
      className="size-[18px] shrink-0 text-accent"
    >
      <path d="M2.5 18.5h19M2.5 18.5c10 0 8-13 19-13" />
      <path d="M2.5 12h5m9 0h5" opacity=".45" />
    </svg>
  );
}

/** The product's name, as the way home. */
export function Brand({ narrow = false }: { narrow?: boolean }) {
  return (
    <Link
      href={routes.inbox()}
      prefetch={false}
      className={`mb-2 flex h-8 items-center gap-2 rounded-md font-semibold ${narrow ? "justify-center" : "px-2"}`}
    >
      <Mark />
      <span className={narrow ? "sr-only" : undefined}>Switchyard</span>
    </Link>
  );
}
