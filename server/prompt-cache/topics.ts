import "server-only";
import { type OverviewView, RANGES } from "@/lib/prompt-cache/overview";
import { OVERVIEW_TOPIC, overviewOfTopic } from "@/lib/prompt-cache/overview-topic";
import {
  type NewestRequest,
  namespaceOfTopic,
  REQUESTS_TOPIC,
} from "@/lib/prompt-cache/requests-topic";
import { registerTopic } from "@/server/live/registry";
import { AppError } from "@/server/platform/errors";
import { readNewestRequest } from "./read-newest-request";
import { readOverview } from "./read-overview";

/** Counters arrive each second; a longer range moves less and costs more to read. */
const intervalMs = ({ from, to }: OverviewView): number => {
  const seconds = (Date.parse(to) - Date.parse(from)) / 1000;
  if (seconds <= RANGES["1h"]) return 2_000;
  return seconds <= RANGES["6h"] ? 5_000 : 15_000;
};

registerTopic<OverviewView>({
  prefix: OVERVIEW_TOPIC,
  parts: 3,
  permission: "prompt.read",
  intervalMs,
  read: async (parts, previous) => {
    const input = overviewOfTopic(parts);
    if (!input) throw new AppError("not_found", "There is no such range of time.");
    return readOverview({ input, ...(previous && { previous }) });
  },
});

registerTopic<NewestRequest>({
  prefix: REQUESTS_TOPIC,
  parts: 1,
  permission: "prompt.inspect",
  // Requests arrive each second; the list reads anew when this has changed.
  intervalMs: () => 2_000,
  read: (parts) => readNewestRequest(namespaceOfTopic(parts)),
});
