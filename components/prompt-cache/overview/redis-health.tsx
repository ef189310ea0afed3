import type { ReactNode } from "react";
import { StatusBadge } from "@/components/data/status-badge";
import { formatBytes, formatCount, formatLatency } from "@/lib/platform/format";
import type { OverviewView } from "@/lib/prompt-cache/overview";

/** The Redis behind the cache: whether it answers, how full it is, what it threw out, how quick it is. */
export function RedisHealth({ view: { redis, total } }: { view: OverviewView }) {
  const { usedBytes, maxBytes, evictedKeys, policy, version, vectorSearch } = redis;
  const down = redis.state === "down";
  return (
    <section
      aria-labelledby="redis"
      className="grid min-w-0 content-start gap-2 rounded-md border p-3"
    >
      <div className="flex items-center gap-2">
        <h2 id="redis">Redis</h2>
        <StatusBadge
          tone={down ? "failed" : "succeeded"}
          label={down ? "Does not answer" : "Answers"}
        />
      </div>
      {down ? (
        <p className="text-muted">Requests go straight to the model until it answers again.</p>
      ) : (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1.5">
          <Fact label="Memory">
            {usedBytes === undefined
              ? "–"
              : maxBytes
                ? `${formatBytes(usedBytes)} of ${formatBytes(maxBytes)}`
                : `${formatBytes(usedBytes)}, no limit set`}
          </Fact>
          <Fact label="Evicted keys">
            {evictedKeys === undefined ? "–" : `${formatCount(evictedKeys)} since it started`}
            {policy ? <span className="text-muted"> ({policy})</span> : null}
          </Fact>
          <Fact label="Look-up, p95">{formatLatency(total.latency.lookup.p95)}</Fact>
          <Fact label="Vector search">
            {vectorSearch ? "on the server" : "in the console's processes"}
          </Fact>
          <Fact label="Version">{version ?? "–"}</Fact>
        </dl>
      )}
    </section>
  );
}

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <>
    <dt className="text-muted">{label}</dt>
    <dd className="min-w-0 wrap-anywhere">{children}</dd>
  </>
);
