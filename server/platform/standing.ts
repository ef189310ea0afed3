import "server-only";
import { eq, sql } from "drizzle-orm";
import { isUuid } from "@/lib/platform/is-uuid";
import type { Role } from "@/lib/platform/permissions";
import { databaseProblem, db, revokedSessions, users } from "@/server/db";
import { now } from "./clock";
import type { Person } from "./ctx";
import { held } from "./held";
import { log } from "./log";
import type { Session } from "./session";

/** A person as the database knows them now; undefined when they may no longer come in. */
type Standing = Person | undefined;

const FRESH_MS = 60_000;
/** After the database failed, reads do not wait for it again for this long. */
const GIVE_UP_MS = 5_000;
const MAX_ENTRIES = 5_000;

const known = () => held("standing", () => new Map<string, { standing: Standing; at: number }>());
const outage = () => held("standing.outage", () => ({ until: 0 }));

/** Forgets what is known of a session, so that the next look asks the database. */
export const forgetStanding = (sid: string): boolean => known().delete(sid);

/**
 * Who this session belongs to, by the database's word: at most 60 s old, or read now when `fresh`.
 * When the database is away, `fresh` throws AppError upstream; else the last word or the cookie counts.
 */
export async function standingOf(session: Session, fresh: boolean): Promise<Standing> {
  const time = now().getTime();
  const last = known().get(session.sid);
  if (!fresh && last && time - last.at < FRESH_MS) return last.standing;
  if (!fresh && time < outage().until) return last ? last.standing : fromCookie(session);
  try {
    const standing = await readStanding(session);
    remember(session.sid, standing, time);
    return standing;
  } catch (error) {
    if (fresh) throw databaseProblem(error, "Nothing was changed; please try again in a moment");
    outage().until = time + GIVE_UP_MS;
    log().warn({ error }, "roles could not be refreshed; the last known ones count");
    return last ? last.standing : fromCookie(session);
  }
}

async function readStanding(session: Session): Promise<Standing> {
  if (!isUuid(session.personId)) return undefined;
  const [row] = await db()
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      role: users.role,
      disabledAt: users.disabledAt,
      revoked: sql<boolean>`exists (select 1 from ${revokedSessions} where ${revokedSessions.id} = ${session.sid})`,
    })
    .from(users)
    .where(eq(users.id, session.personId));
  if (!row || row.disabledAt || row.revoked) return undefined;
  return { id: row.id, name: row.name, email: row.email, role: row.role as Role };
}

/**
 * A person as the database has them now, without a session of theirs: for what runs in their name.
 * Undefined when there is none of that id, or they may no longer sign in. @throws AppError upstream
 */
export async function personById(id: string): Promise<Standing> {
  if (!isUuid(id)) return undefined;
  const [row] = await db()
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      role: users.role,
      disabledAt: users.disabledAt,
    })
    .from(users)
    .where(eq(users.id, id))
    .catch((error) => {
      throw databaseProblem(error, "Nothing was done in their name");
    });
  if (!row || row.disabledAt) return undefined;
  return { id: row.id, name: row.name, email: row.email, role: row.role as Role };
}

function remember(sid: string, standing: Standing, at: number): void {
  const map = known();
  map.delete(sid);
  map.set(sid, { standing, at });
  const oldest = map.keys().next();
  if (map.size > MAX_ENTRIES && !oldest.done) map.delete(oldest.value);
}

const fromCookie = ({ personId, name, email, role }: Session): Person => ({
  id: personId,
  name,
  email,
  role,
});
