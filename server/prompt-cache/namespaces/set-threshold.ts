import "server-only";
import type { NamespaceRow } from "@/lib/prompt-cache/key";
import type { SetThresholdInput } from "@/lib/prompt-cache/namespace";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { readNamespaces } from "./read-namespaces";
import { saveNamespace } from "./save-namespace";

/** Changes nothing but the threshold. @throws AppError not_found, conflict (it is in force already), stale, upstream */
export async function setThreshold({
  ctx,
  input: { namespace, threshold },
}: {
  ctx: Ctx;
  input: SetThresholdInput;
}): Promise<{ message: string; before: number; now: number }> {
  const row = await findNamespaceRow(ctx, namespace);
  const { semantic } = row.settings;
  if (semantic.threshold === threshold)
    throw new AppError("conflict", `${namespace} has the threshold ${threshold} already.`);
  await saveNamespace({
    ctx,
    input: {
      name: namespace,
      settings: { ...row.settings, semantic: { ...semantic, threshold } },
      seen: row.updatedAt,
    },
  });
  return {
    message: `The threshold of ${namespace} is ${threshold} now.`,
    before: semantic.threshold,
    now: threshold,
  };
}

/** @throws AppError not_found, upstream */
export async function findNamespaceRow(ctx: Ctx, name: string): Promise<NamespaceRow> {
  const row = (await readNamespaces({ ctx })).find((each) => each.name === name);
  if (!row) throw new AppError("not_found", `There is no namespace ${name}.`);
  return row;
}
