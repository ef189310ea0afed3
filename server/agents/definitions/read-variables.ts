import "server-only";

/** What `SWITCHYARD_AGENTS_VARIABLES` says; its form was checked with the other settings. */
export const readVariables = (text: string | undefined): Record<string, string> =>
  text ? (JSON.parse(text) as Record<string, string>) : {};
