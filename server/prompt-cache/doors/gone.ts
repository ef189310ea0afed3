import "server-only";

/** For a client that went away: nobody reads it, and nothing went wrong here. */
export const gone = (): Response => new Response(null, { status: 499 });
