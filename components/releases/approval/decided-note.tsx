import Link from "next/link";
import { Button, buttonClass } from "@/components/ui/button";
import { routes } from "@/lib/platform/routes";

/** The person's own decision took effect: said in its place, with the way to watch what follows. */
export function DecidedNote({
  words,
  pipeline,
  onDismiss,
}: {
  /** `Approved by you` */
  words: string;
  pipeline: string;
  onDismiss: () => void;
}) {
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border border-succeeded bg-tint-succeeded px-3 py-2"
    >
      <p className="min-w-0 flex-1 basis-60 font-medium">{words}.</p>
      <Link href={routes.pipeline(pipeline)} className={buttonClass({ size: "sm" })}>
        Follow it in {pipeline}
      </Link>
      <Button size="sm" variant="ghost" onClick={onDismiss}>
        Done
      </Button>
    </div>
  );
}
