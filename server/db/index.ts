import "server-only";

export { type Db, databaseProblem, db, inTransaction, pool, withClient } from "./connect";
export { migrate } from "./migrate";
export * from "./schema";
