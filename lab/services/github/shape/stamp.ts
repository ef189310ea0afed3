/** A point in time as GitHub writes it: UTC, to the second. */
export const stamp = (at: Date | string): string =>
  new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
