import type { EntriesQuery } from "./entry";
import type { OverviewQuery } from "./overview";
import type { RequestsQuery } from "./requests";
import type { TuningQuery } from "./tuning";

const e = encodeURIComponent;
const query = (values: Record<string, string | number | undefined>): string => {
  const given = Object.entries(values).filter(([, value]) => value !== undefined && value !== "");
  const text = new URLSearchParams(given.map(([name, value]) => [name, `${value}`])).toString();
  return text && `?${text}`;
};

/** GET route handlers of the prompt cache that answer `Result<…>`. */
export const promptReadUrls = {
  /** → `Result<OverviewView>`; for a brushed part of time. The live one is `overviewTopic`. */
  overview: (of: Partial<OverviewQuery>) => `/api/prompt-cache/overview${query(of)}`,
  /** → `Result<Marker[]>`: deployments between two times. */
  markers: (from: string, to: string) => `/api/prompt-cache/markers${query({ from, to })}`,
  /** → `Result<EntriesPage>` */
  entries: (of: Partial<EntriesQuery>) => `/api/prompt-cache/entries${query(of)}`,
  /** → `Result<EntryDetail>` */
  entry: (namespace: string, id: string) =>
    `/api/prompt-cache/entries/${e(id)}${query({ namespace })}`,
  /** → `Result<RequestsPage>` */
  requests: (of: Partial<RequestsQuery>) => `/api/prompt-cache/requests${query(of)}`,
  /** → `Result<RequestTrace>`; with the namespace it is found at once. */
  request: (id: string, namespace?: string) =>
    `/api/prompt-cache/requests/${e(id)}${query({ namespace })}`,
  /** → `Result<WarmUpProgress | null>`: the last one of the past day. */
  warmUp: (namespace: string) => `/api/prompt-cache/warm-up${query({ namespace })}`,
  /** → JSON lines, as a download. */
  exported: (namespace: string) => `/api/prompt-cache/export${query({ namespace })}`,
  /** → `Result<NamespaceRow[]>` */
  namespaces: () => "/api/prompt-cache/namespaces",
  /** → `Result<KeyRow[]>` */
  keys: () => "/api/prompt-cache/keys",
  /** → `Result<TuningView>` */
  tuning: (of: Partial<TuningQuery>) => `/api/prompt-cache/tuning${query(of)}`,
} as const;
