import { describe } from "vitest";
import { itKeepsTheIndexContract } from "./index-contract";

/** A Redis 8, Redis Stack, or Valkey with search; what is written there are namespaces of the test's own, for minutes. */
const url = process.env.REDIS_VECTOR_URL;

describe.skipIf(!url)("where REDIS_VECTOR_URL names a server with vector search", () => {
  itKeepsTheIndexContract("server", () => url ?? "", 0.9);
});
