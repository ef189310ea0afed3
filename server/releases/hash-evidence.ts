import "server-only";
import { createHash } from "node:crypto";
import { canonicalEvidence } from "@/lib/releases/canonical-evidence";

/** SHA-256 in hex over what counts of the evidence. */
export const hashEvidence = (view: Parameters<typeof canonicalEvidence>[0]): string =>
  createHash("sha256").update(canonicalEvidence(view)).digest("hex");
