import "server-only";
import type { Topic } from "@/lib/live/model";
import type { Permission } from "@/lib/platform/permissions";
import { held } from "@/server/platform/held";

/** A kind of topic: `<prefix>` followed by exactly `parts` encoded parts. */
export interface TopicKind<T> {
  prefix: string;
  parts: number;
  permission: Permission;
  /** Milliseconds until the next look at AWS, given what was read last. Events come before that. */
  intervalMs(data: T): number;
  /** Reads the truth. `previous` is what was read last, to be built on. Throws AppError. */
  read(parts: string[], previous: T | undefined): Promise<T>;
}

/** Data that came from AWS as an event: which topics may have changed by it. `prefix/*` means all below. */
export type EventMapping = (event: AwsEvent) => Topic[];

/** An event as EventBridge puts it into the queue. */
export interface AwsEvent {
  source: string;
  "detail-type": string;
  resources?: string[];
  time?: string;
  detail: Record<string, unknown>;
}

const kinds = () => held("live.kinds", () => new Map<string, TopicKind<unknown>>());
const mappings = () => held("live.mappings", () => new Map<string, EventMapping>());
const wakeListeners = () =>
  held("live.wakeListeners", () => new Map<string, (topics: Topic[]) => void>());

/** Registering twice replaces: bundles load the same module more than once. */
export function registerTopic<T>(kind: TopicKind<T>): void {
  kinds().set(kind.prefix, kind as TopicKind<unknown>);
}

export function registerEventMapping(feature: string, mapping: EventMapping): void {
  mappings().set(feature, mapping);
}

/** Called in every process for each wake, also for topics that nobody watches here. */
export function onWake(name: string, listener: (topics: Topic[]) => void): void {
  wakeListeners().set(name, listener);
}

export const tellWakeListeners = (topics: Topic[]): void => {
  for (const listener of wakeListeners().values()) listener(topics);
};

export const topicsOfEvent = (event: AwsEvent): Topic[] => [
  ...new Set([...mappings().values()].flatMap((mapping) => mapping(event))),
];

export interface FoundTopic {
  kind: TopicKind<unknown>;
  /** Decoded. */
  parts: string[];
}

/** Undefined when no kind has this topic or it is not well formed. */
export function findTopic(topic: Topic): FoundTopic | undefined {
  if (topic.length > 600) return undefined;
  for (const kind of kinds().values()) {
    if (topic !== kind.prefix && !topic.startsWith(`${kind.prefix}/`)) continue;
    const encoded = topic === kind.prefix ? [] : topic.slice(kind.prefix.length + 1).split("/");
    if (encoded.length !== kind.parts || encoded.some((part) => part === "")) continue;
    try {
      return { kind, parts: encoded.map(decodeURIComponent) };
    } catch {
      return undefined;
    }
  }
  return undefined;
}

/** `a/*` covers `a/b` and `a/b/c`. */
export const covers = (woken: Topic, topic: Topic): boolean =>
  woken === topic || (woken.endsWith("/*") && topic.startsWith(woken.slice(0, -1)));
