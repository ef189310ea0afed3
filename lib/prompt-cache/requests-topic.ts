/** Stands for all namespaces in a topic's part; none is called so. */
const ALL = "*";
export const REQUESTS_TOPIC = "prompt-cache/requests";

/** The live topic that tells whether there are newer requests, of one namespace or of all. */
export const requestsTopic = (namespace: string | undefined): string =>
  `${REQUESTS_TOPIC}/${encodeURIComponent(namespace ?? ALL)}`;

/** The namespace that a topic's decoded part names; undefined: all. */
export const namespaceOfTopic = ([part = ALL]: readonly string[]): string | undefined =>
  part === ALL ? undefined : part;

/** What the topic tells: the place of the newest request that is kept, none when there is none. */
export interface NewestRequest {
  newest?: string;
}
