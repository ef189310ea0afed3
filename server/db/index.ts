import "server-only";

export { type Db, databaseProblem, db, inTransaction, pool, withClient } from "./connect";
export { exclusively } from "./exclusively";
export { migrate } from "./migrate";
export * from "./schema";
