import "server-only";

export { type Db, databaseProblem, db, inTransaction, pool } from "./connect";
export { migrate } from "./migrate";
export * from "./schema";
