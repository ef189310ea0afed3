import { isDeepStrictEqual } from "node:util";
import type { Lab } from "../../../core/contracts.ts";
import { type Kind, kindOf } from "./kinds.ts";
import { type KubeObject, timestamp } from "./kube-object.ts";

export interface Change {
  type: "ADDED" | "MODIFIED" | "DELETED";
  kind: Kind;
  object: KubeObject;
  before?: KubeObject;
  version: number;
}

/** What a cluster keeps: etcd and its watch cache in one. Every write is durable when `batch` returns. */
export interface ObjectStore {
  get(kind: Kind, name: string, namespace?: string): KubeObject | undefined;
  /** By namespace and name. */
  list(kind: Kind, namespace?: string): KubeObject[];
  /** Creates or replaces; the same again changes nothing. */
  put(object: KubeObject): KubeObject;
  /** Finalizers are the controllers' own business: this removes at once. */
  remove(object: KubeObject): void;
  /** All writes in `work` land together, and watches hear of them afterwards. */
  batch<T>(work: () => T): T;
  /** The newest version. */
  version(): number;
  /** Changes after a version, or undefined when they are no longer remembered. */
  since(version: number): Change[] | undefined;
  /** Returns its own removal. */
  listen(listener: (change: Change) => void): () => void;
}

/** Nobody has seen a version before this one. */
const FIRST = 100;

/** Watches may begin at most so many changes ago; older ones are 410 Gone. */
const REMEMBERED = 2_000;

export function openObjects(lab: Lab, cluster: string): ObjectStore {
  const kept = lab.store.collection<KubeObject>(`kubernetes.${cluster}`);
  const objects = new Map<string, KubeObject>();
  const listeners = new Set<(change: Change) => void>();
  const versions = lab.store.collection<{ version: number }>("kubernetes.versions");
  let version = versions.get(cluster)?.version ?? FIRST;
  // What happened before the start is not known: a client with an older version lists again.
  let oldest = version;
  let remembered: Change[] = [];
  let pending: Change[] | undefined;

  const load = () => {
    objects.clear();
    for (const object of kept.list()) objects.set(idOf(object), object);
    version = versions.get(cluster)?.version ?? version;
  };
  load();

  const write = (change: Omit<Change, "version">): KubeObject => {
    const { type, kind, before } = change;
    version++;
    const object = structuredClone(change.object);
    object.metadata.resourceVersion = String(version);
    const id = idOf(object);
    if (type === "DELETED") {
      objects.delete(id);
      kept.delete(id);
    } else {
      objects.set(id, object);
      kept.put(id, object);
    }
    versions.put(cluster, { version });
    pending?.push({ type, kind, object, version, ...(before ? { before } : {}) });
    return object;
  };

  const store: ObjectStore = {
    get: (kind, name, namespace) => objects.get(keyOf(kind, name, namespace)),
    list(kind, namespace) {
      const prefix = keyOf(kind, "", namespace);
      return [...objects]
        .filter(([id]) =>
          namespace === undefined
            ? id.startsWith(`${kind.plural}.${kind.group}/`)
            : id.startsWith(prefix),
        )
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([, object]) => object);
    },
    put: (object) =>
      store.batch(() => {
        const kind = kindOf(object);
        const before = objects.get(idOf(object));
        const metadata = {
          ...object.metadata,
          uid: before?.metadata.uid ?? object.metadata.uid ?? crypto.randomUUID(),
          creationTimestamp:
            before?.metadata.creationTimestamp ?? object.metadata.creationTimestamp ?? timestamp(),
          resourceVersion: before?.metadata.resourceVersion,
          generation:
            before && isDeepStrictEqual(before.spec, object.spec)
              ? (before.metadata.generation ?? 1)
              : (before?.metadata.generation ?? 0) + 1,
        };
        const next = JSON.parse(JSON.stringify({ ...object, metadata })) as KubeObject;
        if (before && isDeepStrictEqual(before, next)) return before;
        return write({
          type: before ? "MODIFIED" : "ADDED",
          kind,
          object: next,
          ...(before ? { before } : {}),
        });
      }),
    remove(object) {
      store.batch(() => {
        const found = objects.get(idOf(object));
        if (found) write({ type: "DELETED", kind: kindOf(found), object: found, before: found });
      });
    },
    batch(work) {
      if (pending) return work();
      const changes: Change[] = [];
      pending = changes;
      try {
        const result = lab.store.transaction(work);
        remembered = [...remembered, ...changes].slice(-REMEMBERED);
        if (remembered.length === REMEMBERED) oldest = (remembered[0]?.version ?? version) - 1;
        return result;
      } catch (error) {
        changes.length = 0;
        load();
        throw error;
      } finally {
        pending = undefined;
        for (const change of changes) for (const listener of [...listeners]) listener(change);
      }
    },
    version: () => version,
    since: (from) => (from < oldest ? undefined : remembered.filter((one) => one.version > from)),
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return store;
}

const idOf = (object: KubeObject): string =>
  keyOf(kindOf(object), object.metadata.name, object.metadata.namespace);

const keyOf = ({ plural, group }: Kind, name: string, namespace = ""): string =>
  `${plural}.${group}/${namespace}/${name}`;
