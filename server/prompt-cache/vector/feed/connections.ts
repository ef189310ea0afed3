import "server-only";
import type { IndexRedis, RedisClient } from "../indexes";

/** A connection that is opened when it is needed first and may be ended and opened again. */
export class LazyConnection {
  #connect: IndexRedis["connect"];
  #name: string;
  #client?: RedisClient;
  #onReady: (again: boolean) => void;

  /** @param onReady called each time the connection is up; `again` after a break */
  constructor(
    connect: IndexRedis["connect"],
    name: string,
    onReady: (again: boolean) => void = () => undefined,
  ) {
    this.#connect = connect;
    this.#name = name;
    this.#onReady = onReady;
  }

  get(): RedisClient {
    if (this.#client) return this.#client;
    const client = this.#connect(this.#name);
    let again = false;
    client.on("ready", () => {
      this.#onReady(again);
      again = true;
    });
    // A process that follows a thousand indexes may wait on one connection in as many places.
    client.setMaxListeners(0);
    this.#client = client;
    return client;
  }

  /** Commands under way fail. */
  end(): void {
    this.#client?.disconnect();
    this.#client = undefined;
  }
}
