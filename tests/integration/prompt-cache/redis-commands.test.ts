import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type RedisCommands, redisCommands } from "@/server/redis/commands";
import { startRedis, type TestRedis } from "../../fixtures/start-redis";

let server: TestRedis;
let client: Redis;

beforeAll(async () => {
  server = await startRedis();
  client = new Redis(server.url, { maxRetriesPerRequest: 0 });
});
afterAll(async () => {
  client.disconnect();
  await server.close();
});

const ways: [string, (commands: RedisCommands) => Promise<unknown>][] = [
  ["get", (commands) => commands.get("k")],
  ["batch", (commands) => commands.batch([["GET", "k"]])],
  ["atomic", (commands) => commands.atomic([["GET", "k"]])],
  ["run", (commands) => commands.run('return redis.call("GET", KEYS[1])', ["k"], [])],
];

test.each(ways)(
  "%s that a silent Redis does not answer ends in its time, and later ones do not",
  async (_, ask) => {
    const commands = redisCommands(client, 400);
    await client.set("k", "there");
    await ask(commands);
    server.freeze();
    const began = performance.now();
    await expect(ask(commands)).rejects.toThrow("Command timed out");
    // Told between three and four quarters of its time; the machine may be busy.
    expect(performance.now() - began).toBeGreaterThan(280);
    server.thaw();
    expect(JSON.stringify([await ask(commands)].flat(2))).toContain(
      JSON.stringify(Buffer.from("there")),
    );
  },
);
