import "server-only";

/** ISO 8601 in UTC; absent stays absent, and so does what is not a time. */
export const iso = (at: Date | undefined): string | undefined =>
  at && !Number.isNaN(at.getTime()) ? at.toISOString() : undefined;
