"use client";

import { useRead } from "@/components/data/use-read";
import type { NamespaceRow } from "@/lib/prompt-cache/key";
import { promptReadUrls } from "@/lib/prompt-cache/read-urls";

/** A namespace's settings as they are now, for changing one of them. Administrators only. */
export function useNamespace(name: string) {
  const read = useRead<NamespaceRow[]>(["prompt-cache", "namespaces"], promptReadUrls.namespaces());
  return { ...read, row: read.data?.find((each) => each.name === name) };
}
