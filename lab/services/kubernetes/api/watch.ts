import type { ServerResponse } from "node:http";
import { apiVersionOf } from "../objects/kinds.ts";
import type { KubeObject } from "../objects/kube-object.ts";
import type { Change, ObjectStore } from "../objects/object-store.ts";
import { selectorOf } from "./list.ts";
import type { Route } from "./route.ts";
import { KubeRefusal, statusOf } from "./status.ts";
import { tableOf } from "./table.ts";

export interface Watch {
  route: Route;
  query: URLSearchParams;
  asTable: boolean;
  /** Milliseconds from one bookmark to the next. */
  bookmark: number;
}

/** Streams changes, one JSON object a line, until the client goes or its time is up. */
export function watchObjects(res: ServerResponse, objects: ObjectStore, watch: Watch): void {
  const { route, query, asTable } = watch;
  const matches = selectorOf(route, query);
  res.writeHead(200, { "content-type": "application/json", "cache-control": "no-cache, private" });
  res.flushHeaders();
  let headed = false;
  const shape = (object: KubeObject) => {
    if (!asTable) return object;
    const table = tableOf(
      route.kind,
      [object],
      { resourceVersion: object.metadata.resourceVersion },
      query.get("includeObject"),
    );
    // Only the first table says what its columns are.
    if (headed) return { ...table, columnDefinitions: null };
    headed = true;
    return table;
  };
  const say = (type: string, object: unknown) => res.write(`${JSON.stringify({ type, object })}\n`);
  const tell = (change: Change) => {
    if (change.kind !== route.kind) return;
    const is = change.type !== "DELETED" && matches(change.object);
    const was = change.before !== undefined && matches(change.before);
    if (is) say(was ? "MODIFIED" : "ADDED", shape(change.object));
    else if (was) say("DELETED", shape(change.object));
  };

  const from = query.get("resourceVersion");
  if (!from || from === "0") {
    for (const object of objects.list(route.kind, route.namespace).filter(matches))
      say("ADDED", shape(object));
  } else {
    const missed = objects.since(Number(from));
    if (!missed) {
      const message = `too old resource version: ${from} (${objects.version()})`;
      say("ERROR", statusOf(new KubeRefusal(410, "Expired", message)));
      res.end();
      return;
    }
    for (const change of missed) tell(change);
  }
  const stopListening = objects.listen(tell);
  const bookmark = () =>
    say("BOOKMARK", {
      kind: route.kind.kind,
      apiVersion: apiVersionOf(route.kind),
      metadata: { resourceVersion: String(objects.version()), creationTimestamp: null },
    });
  const wanted =
    query.get("allowWatchBookmarks") === "true" || query.get("allowWatchBookmarks") === "1";
  const marks = wanted && !asTable ? setInterval(bookmark, watch.bookmark) : undefined;
  const seconds = Number(query.get("timeoutSeconds") ?? 0);
  const end = seconds > 0 ? setTimeout(() => res.end(), seconds * 1_000) : undefined;
  res.once("close", () => {
    stopListening();
    clearInterval(marks);
    clearTimeout(end);
  });
}
