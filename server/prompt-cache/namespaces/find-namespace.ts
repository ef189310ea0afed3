import "server-only";
import type { Namespace } from "@/lib/prompt-cache/namespace";
import { AppError } from "@/server/platform/errors";
import { readDirectory } from "../directory";

/** @throws AppError not_found; upstream when namespaces were never read */
export async function findNamespace(name: string): Promise<Namespace> {
  const namespace = (await readDirectory()).namespaces.get(name);
  if (!namespace) throw new AppError("not_found", `There is no namespace ${name}.`);
  return namespace;
}
