import "server-only";

/** Name → `{generation, settings}`: where a Lambda function, which has no database, learns its settings. */
export const NAMESPACES_KEY = "pc:namespaces";
