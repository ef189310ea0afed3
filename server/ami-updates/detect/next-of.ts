import "server-only";
import type { Detection, NodeImage } from "@/lib/ami-updates/model";

/** The image that a detection's state speaks of. */
export function nextOf({
  candidate,
  recommended,
}: Pick<Detection, "candidate" | "recommended">): (NodeImage & { release: string }) | undefined {
  if (candidate) return candidate;
  const release = recommended?.release;
  return release ? { ...recommended, release } : undefined;
}
