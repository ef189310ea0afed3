"use client";

import { useEffect, useRef, useState } from "react";
import { type ReadResult, useRead } from "@/components/data/use-read";
import { useLive } from "@/components/shell/live/use-live";
import { promptReadUrls } from "@/lib/prompt-cache/read-urls";
import type { RequestsPage } from "@/lib/prompt-cache/requests";
import { type NewestRequest, requestsTopic } from "@/lib/prompt-cache/requests-topic";
import type { RequestsSearch } from "./requests-search";

export interface Requests extends ReadResult<RequestsPage> {
  /** Newer requests that wait to be let in; `more`: at least so many. */
  waiting: { count: number; more: boolean };
  /** Shows the newest. */
  release: () => void;
}

/**
 * The page of requests that an address asks for. It is read anew when newer requests came, but stays
 * as it is until somebody lets them in: where many come, a list that moved could not be read.
 */
export function useRequests(search: RequestsSearch): Requests {
  const url = promptReadUrls.requests(search);
  const read = useRead<RequestsPage>(["prompt-cache", "requests", url], url, { staleMs: 5_000 });
  const live = useLive<NewestRequest>(requestsTopic(search.namespace));
  const newest = live.snapshot?.data.newest;
  const seen = useRef<{ url: string; newest: string | undefined }>(undefined);
  const { retry } = read;
  useEffect(() => {
    const before = seen.current;
    seen.current = { url, newest };
    // Older pages do not change, and what was just read is new.
    if (search.cursor || before?.url !== url || before.newest === newest) return;
    if (newest !== undefined) retry();
  }, [url, newest, search.cursor, retry]);

  const [shown, setShown] = useState<{ url: string; page: RequestsPage }>();
  const latest = read.placeholder ? undefined : read.data;
  // Where nothing is shown yet, nobody is held up by what comes.
  const first = shown?.url !== url || shown.page.requests.length === 0;
  if (latest && first && shown?.page !== latest) setShown({ url, page: latest });
  const page = shown?.url === url ? shown.page : read.data;
  const known = new Set(page?.requests.map(({ id }) => id));
  const fresh = latest?.requests.filter(({ id }) => !known.has(id)).length ?? 0;
  return {
    ...read,
    ...(page && { data: page }),
    waiting: {
      count: fresh,
      more: fresh > 0 && fresh === latest?.requests.length && latest.next !== undefined,
    },
    release: () => latest && setShown({ url, page: latest }),
  };
}
