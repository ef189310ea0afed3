import { openTabChannel } from "@/components/shell/live/channel";
import { createHub, type Hub } from "@/components/shell/live/hub";
import { leadAlone, standForElection } from "@/components/shell/live/leader";
import type { LiveEntry } from "@/components/shell/live/reduce-live";
import { createStream } from "@/components/shell/live/stream";
import type { Topic } from "@/lib/live/model";

const NAME = "switchyard-live";

/** The status of an address without reading its stream; 0 when it cannot be reached. */
async function probe(url: string): Promise<number> {
  const abort = new AbortController();
  const limit = setTimeout(() => abort.abort(), 5000);
  try {
    const response = await fetch(url, {
      headers: { accept: "text/event-stream" },
      cache: "no-store",
      redirect: "manual",
      signal: abort.signal,
    });
    return response.status;
  } catch {
    return 0;
  } finally {
    clearTimeout(limit);
    abort.abort();
  }
}

/**
 * The hub of this tab, on the browser's own parts. Tabs of another person or another build of the
 * console (`audience`) do not share a stream.
 */
export function createBrowserHub(
  audience: string,
  apply: (topic: Topic, entry: LiveEntry) => void,
): Hub {
  const name = `${NAME}:${audience}`;
  // `locks` is missing on insecure origins, whatever the types say.
  const locks = navigator.locks as LockManager | undefined;
  const channel = locks ? openTabChannel(name) : undefined;
  return createHub(
    {
      tab: Math.random().toString(36).slice(2),
      channel,
      openStream: (on) =>
        createStream(
          {
            open: (url) => new EventSource(url),
            probe,
            online: () => navigator.onLine,
            random: Math.random,
          },
          on,
        ),
      stand: (on) => (locks && channel ? standForElection(locks, name, on) : leadAlone(on)),
      hidden: () => document.hidden,
      now: () => Date.now(),
    },
    apply,
  );
}
