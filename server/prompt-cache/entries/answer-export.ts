import "server-only";
import { NamespaceName } from "@/lib/prompt-cache/namespace";
import { databaseProblem } from "@/server/db";
import { settle, writeIntent } from "@/server/platform/audit";
import type { Ctx } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { log } from "@/server/platform/log";
import { findNamespace } from "../namespaces/find-namespace";
import { exportEntries } from "./export-entries";

/**
 * All entries of a namespace as JSON lines, to be downloaded. In the ledger before the first byte
 * goes out, with its outcome when the last one did.
 * @throws AppError invalid, not_found, upstream
 */
export async function answerExport({
  ctx,
  input,
}: {
  ctx: Ctx;
  input: { namespace: string | null };
}): Promise<Response> {
  const name = NamespaceName.safeParse(input.namespace);
  if (!name.success) throw new AppError("invalid", "Name a namespace to export.");
  const namespace = await findNamespace(name.data);
  const entryId = await writeIntent({
    person: ctx.person,
    requestId: ctx.requestId,
    action: "prompt.export",
    target: namespace.name,
  }).catch((error) => {
    throw databaseProblem(error, "Nothing was exported, because it could not be recorded");
  });
  const started = performance.now();
  const ended = (outcome: "applied" | "failed", message?: string) =>
    settle(entryId, { outcome, message, durationMs: performance.now() - started }).catch((error) =>
      log().error({ error, entryId }, "an outcome could not be recorded"),
    );
  return new Response(linesOf(exportEntries(namespace), ended), {
    headers: {
      "content-type": "application/x-ndjson; charset=utf-8",
      "content-disposition": `attachment; filename="${namespace.name}-entries.jsonl"`,
      "cache-control": "no-store",
    },
  });
}

function linesOf(
  values: AsyncGenerator<unknown>,
  ended: (outcome: "applied" | "failed", message?: string) => Promise<unknown>,
): ReadableStream<Uint8Array> {
  let count = 0;
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      try {
        const { done, value } = await values.next();
        if (!done) {
          count += 1;
          controller.enqueue(Buffer.from(`${JSON.stringify(value)}\n`));
          return;
        }
        await ended("applied", `${count} entries were exported.`);
        controller.close();
      } catch (error) {
        log().warn({ error }, "an export broke off");
        await ended("failed", `The export broke off after ${count} entries.`);
        controller.error(error);
      }
    },
    cancel: async () => {
      await ended("failed", `The download was left after ${count} entries.`);
      await values.return(undefined);
    },
  });
}
