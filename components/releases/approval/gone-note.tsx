import { Button } from "@/components/ui/button";

/** Decided elsewhere while it was on screen: said in place, instead of vanishing under the pointer. */
export function GoneNote({ onDismiss }: { onDismiss: () => void }) {
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-3 rounded-md border bg-raised px-3 py-2"
    >
      <p className="min-w-0 flex-1 basis-60">
        This no longer waits: it was decided elsewhere, timed out, or a newer execution took its
        place.
      </p>
      <Button size="sm" onClick={onDismiss}>
        Dismiss
      </Button>
    </div>
  );
}
