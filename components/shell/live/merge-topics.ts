import type { Topic } from "@/lib/live/model";

/** What one tab of this browser wants to hear, and when it last said so (ms since the epoch). */
export interface TabWish {
  topics: readonly Topic[];
  heardAt: number;
}

/** A tab that has not spoken for this long is gone; hidden tabs may speak only once a minute. */
export const TAB_GONE_MS = 180_000;

/** The topics of all tabs that are still there, sorted, each once. */
export function mergeTopics(tabs: Iterable<TabWish>, now: number): Topic[] {
  const topics = new Set<Topic>();
  for (const tab of tabs) {
    if (now - tab.heardAt < TAB_GONE_MS) for (const topic of tab.topics) topics.add(topic);
  }
  return [...topics].sort();
}

/** Both lists are as `mergeTopics` gives them. */
export const sameTopics = (left: readonly Topic[], right: readonly Topic[]): boolean =>
  left.length === right.length && left.every((topic, at) => topic === right[at]);
