import "server-only";
import type { RequestTrace } from "@/lib/prompt-cache/trace";
import { redis } from "@/server/redis";
import { recentKey } from "../counters/keys";
import { traceSealing } from "../counters/process-recorder";
import { readStored } from "./store-form";

/** Looks for a trace where it is, so that two thousand need not travel. */
const FIND = `
local last = '+'
for _ = 1, 40 do
  local page = redis.call('XREVRANGE', KEYS[1], last, '-', 'COUNT', 100)
  for _, entry in ipairs(page) do
    for at = 1, #entry[2], 2 do
      if entry[2][at] == 'i' and entry[2][at + 1] == ARGV[1] then return entry[2] end
    end
  end
  if #page < 100 then return false end
  last = '(' .. page[#page][1]
end
return false`;

/** The trace of a request of the namespace while it is kept. Throws what Redis throws. */
export async function findTrace(
  namespace: string,
  id: string,
): Promise<RequestTrace | "unreadable" | undefined> {
  const fields = await redis().eval(FIND, 1, recentKey(namespace), id);
  if (!Array.isArray(fields)) return undefined;
  return readStored<RequestTrace>(fields.map(String), namespace, traceSealing()) ?? "unreadable";
}
