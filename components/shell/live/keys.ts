import type { Topic } from "@/lib/live/model";

/** Query key of a topic's snapshot. */
export const liveKey = (topic: Topic) => ["live", topic] as const;
/** Query key of why a topic has no snapshot; null when it has. */
export const problemKey = (topic: Topic) => ["live-problem", topic] as const;
