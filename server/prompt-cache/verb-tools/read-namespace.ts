import "server-only";
import { z } from "zod";
import { formatUsd } from "@/lib/platform/money";
import { AppError } from "@/server/platform/errors";
import { registerVerbTool } from "@/server/platform/verb-tools";
import { readNamespaces } from "../namespaces/read-namespaces";
import { readEntries } from "../read-entries";
import { cut, DESCRIBED } from "./words";

registerVerbTool({
  name: "cache_read_namespace",
  description:
    "Reads a namespace of the prompt cache: its settings (threshold, lifetime, guards, compression), who changed them last, how many answers are stored, and stored answers, by hits or found by text.",
  class: "read",
  permission: "prompt.inspect",
  input: z.object({
    namespace: z.string().min(1).max(40).describe(DESCRIBED.namespace),
    search: z.string().max(500).default("").describe("Only answers whose prompt holds this text"),
    sort: z.enum(["newest", "hits", "expiring"]).default("hits"),
    limit: z.number().int().min(1).max(50).default(15),
  }),
  run: async ({ ctx, input: { namespace, search, sort, limit } }) => {
    const row = (await readNamespaces({ ctx })).find(({ name }) => name === namespace);
    if (!row) throw new AppError("not_found", `There is no namespace ${namespace}.`);
    const { entries, total } = await readEntries({
      input: { namespace, search, sort, limit, by: "text" },
    });
    const { semantic, ttlSeconds, enabled, foldCase, compression } = row.settings;
    return {
      namespace,
      enabled,
      semantic,
      ttlSeconds,
      foldCase,
      compression: { enabled: compression.enabled, phrases: compression.phrases },
      changedBy: row.updatedBy,
      changedAt: row.updatedAt,
      stored: total,
      entries: entries.map((entry) => ({
        entryId: entry.id,
        model: entry.model,
        prompt: cut(entry.prompt),
        hits: entry.hits,
        saved: formatUsd(entry.saved),
        createdAt: entry.createdAt,
        expiresAt: entry.expiresAt,
      })),
    };
  },
});
