import { afterAll, beforeAll } from "vitest";
import { startRedis, type TestRedis } from "../../../fixtures/start-redis";
import { itKeepsTheIndexContract } from "./index-contract";

let server: TestRedis;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server?.close());

itKeepsTheIndexContract("process", () => server.url, 1);
