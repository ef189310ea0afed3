/**
 * Live data. A topic names one watched resource; one watcher per topic exists in the whole fleet.
 * The browser opens one stream for all its tabs: `GET /api/live?topics=a,b&cursor=…`.
 */

/** `inbox` · `releases/pipelines` · `releases/pipeline/<name>` · `releases/build/<id>` · `releases/deployment/<id>` · `releases/fleet/<application>/<group>`; parts are encodeURIComponent-ed. */
export type Topic = string;

/** What a watcher last knew. `version` grows with each change of `data` (also over a lost Redis: it is never below the clock). */
export interface Snapshot<T = unknown> {
  topic: Topic;
  version: number;
  /** When `data` was last confirmed to be true, ISO 8601 (changes also when nothing changed). */
  confirmedAt: string;
  /** Confirmations come at least this often (ms) while somebody watches; older than two of them is stale. */
  intervalMs: number;
  data: T;
  /** The last attempts to read failed, since when: one sentence. `data` is then what was true at `confirmedAt`; soon it is stale. */
  problem?: { code: string; message: string; since: string };
}

/**
 * Server-sent events of the stream: `snapshot` (data: Snapshot), `confirm` (data: {topic, version, confirmedAt, intervalMs}),
 * `problem` (data: {topic, problem} — also for a topic that never had a snapshot), `beat` every 10 s
 * (data: {at}: the server's clock, ISO 8601, so that a browser with a wrong clock still knows what is old).
 * An event's `id` is the cursor.
 * A browser that hears nothing for 25 s calls the stream dead.
 */
export const LIVE_EVENTS = ["snapshot", "confirm", "problem", "beat"] as const;
