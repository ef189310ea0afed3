import "server-only";
import type { Snapshot, Topic } from "@/lib/live/model";
import { may } from "@/lib/platform/permissions";
import { now } from "@/server/platform/clock";
import { type Ctx, notAllowed } from "@/server/platform/ctx";
import { AppError, isAppError } from "@/server/platform/errors";
import { held } from "@/server/platform/held";
import { hub } from "./hub";
import { type HeldSnapshot, nextSnapshot } from "./next-snapshot";
import { promised } from "./pace";
import { type FoundTopic, findTopic } from "./registry";
import { offerSnapshot, readShared } from "./shared-state";

/** Without a watcher nothing confirms a snapshot, so only a very young one is given without a look. */
const YOUNG_MS = 2_000;

const flights = () => held("live.flights", () => new Map<Topic, Promise<Snapshot>>());

/**
 * What is true of the topic: from this process's watcher, else from the fleet's, else read now
 * (one read at a time per process and topic).
 * @throws AppError forbidden, not_found (no such topic or thing), or what AWS failed with when nothing older is known.
 */
export async function readSnapshot<T = unknown>(
  ctx: Pick<Ctx, "person">,
  topic: Topic,
): Promise<Snapshot<T>> {
  const found = findTopic(topic);
  if (!found) throw new AppError("not_found", "There is nothing of that name to watch.");
  if (!may(ctx.person.role, found.kind.permission))
    throw notAllowed(found.kind.permission, ctx.person.role);
  const here = hub().current(topic)?.snapshot;
  if (here && isFresh(here, 2 * here.intervalMs)) return here as Snapshot<T>;
  const flight = flights().get(topic) ?? startFlight(topic, found);
  return (await flight) as Snapshot<T>;
}

/**
 * For pages: as `readSnapshot`, but undefined instead of an error or a long wait, so that the page
 * always renders; the browser then asks for itself and shows what is wrong.
 */
export async function prefetchSnapshot<T = unknown>(
  ctx: Pick<Ctx, "person">,
  topic: Topic,
  patienceMs = 2_500,
): Promise<Snapshot<T> | undefined> {
  let timer: number | NodeJS.Timeout | undefined;
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  try {
    return await Promise.race([readSnapshot<T>(ctx, topic).catch(() => undefined), patience]);
  } finally {
    clearTimeout(timer);
  }
}

const isFresh = (snapshot: Snapshot, withinMs: number): boolean =>
  now().getTime() - Date.parse(snapshot.confirmedAt) < withinMs;

function startFlight(topic: Topic, found: FoundTopic): Promise<Snapshot> {
  const flight = look(topic, found).finally(() => flights().delete(topic));
  flights().set(topic, flight);
  return flight;
}

async function look(topic: Topic, found: FoundTopic): Promise<Snapshot> {
  const shared = await readShared(topic).catch(() => ({ watched: false, held: undefined }));
  const known: HeldSnapshot | undefined = shared.held;
  const age = shared.watched && known ? 2 * known.snapshot.intervalMs : YOUNG_MS;
  if (known && !known.snapshot.problem && isFresh(known.snapshot, age)) return known.snapshot;
  try {
    const data = await found.kind.read(found.parts, known?.snapshot.data);
    const intervalMs = promised(found.kind.intervalMs(data));
    const { next } = nextSnapshot(known, topic, data, { now: now(), intervalMs });
    await offerSnapshot(next.snapshot).catch(() => undefined);
    return next.snapshot;
  } catch (error) {
    if (!known || !isAppError(error) || error.code === "not_found") throw error;
    const { code, message } = error;
    const since = known.snapshot.problem?.since ?? now().toISOString();
    return { ...known.snapshot, problem: { code, message, since } };
  }
}
