import "server-only";

/** What the model is told of a refusal, with the reason where it is not said already. */
export const refusalWords = (why: string, reason: string | undefined): string =>
  reason && !why.includes(reason) ? `${why} The reason given: ${reason}` : why;
