import "server-only";
import { createHash } from "node:crypto";
import { type CallIdentity, canonicalArguments } from "@/lib/agents/canonical-arguments";

/** SHA-256 of the call's canonical text, hex: what an approval is bound to. */
export const hashArguments = (call: CallIdentity): string =>
  createHash("sha256").update(canonicalArguments(call)).digest("hex");
