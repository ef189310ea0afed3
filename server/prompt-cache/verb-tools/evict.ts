import "server-only";
import { createHash } from "node:crypto";
import { plural } from "@/lib/platform/format";
import { routes } from "@/lib/platform/routes";
import { formatAbsolute } from "@/lib/platform/time";
import { EvictEntryInput } from "@/lib/prompt-cache/entry";
import { registerVerbTool } from "@/server/platform/verb-tools";
import { evictEntry } from "../entries/evict-entry";
import { readEntry } from "../read-entry";
import { cut } from "./words";

registerVerbTool({
  name: "cache_evict",
  description:
    "Throws one stored answer away, so that the next such prompt is asked of the model anew. For an answer that is wrong or out of date. A person is asked first.",
  class: "change",
  permission: "prompt.use",
  input: EvictEntryInput,
  action: "prompt.evict",
  target: ({ namespace, entryId }) => `${namespace}/${entryId}`,
  preview: async ({ input: { namespace, entryId } }) => {
    const entry = await readEntry({ input: { id: entryId, namespace } });
    return {
      sentence: `Throws away one stored answer of ${namespace}: the one to “${cut(entry.prompt)}”.`,
      rows: [
        { label: "Prompt", before: cut(entry.prompt), after: "asked of the model the next time" },
        { label: "Answer", before: cut(entry.answer), after: "no longer stored" },
        {
          label: "Served so far",
          after: `${plural(entry.hits, "time")}, stored at ${formatAbsolute(entry.createdAt, { utc: true })}`,
        },
      ],
      href: routes.promptEntry(entryId),
      evidenceHash: createHash("sha256").update(`${entryId}\n${entry.createdAt}`).digest("hex"),
    };
  },
  run: evictEntry,
});
