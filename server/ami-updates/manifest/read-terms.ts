import "server-only";
import { z } from "zod";
import type { NamedTerms } from "@/lib/ami-updates/expected-images";
import { findNodeClass, readDocuments } from "./read-documents";

const Spec = z.object({
  spec: z.object({
    amiSelectorTerms: z.array(
      z.object({
        id: z.string().optional(),
        alias: z.string().optional(),
        ssmParameter: z.string().optional(),
      }),
    ),
  }),
});

/** What a node class asks for as the manifest has it; undefined when the manifest does not say so plainly. */
export function readTerms(bytes: Uint8Array, nodeClass: string): NamedTerms | undefined {
  const manifest = readDocuments(bytes);
  if ("supported" in manifest) return undefined;
  const found = findNodeClass(manifest, nodeClass);
  if ("supported" in found) return undefined;
  const plain = found.map.toJS(found.document, { maxAliasCount: 1_000 }) as unknown;
  return Spec.safeParse(plain).data?.spec;
}
