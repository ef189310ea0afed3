import { Agent, request } from "node:http";

export interface Traffic {
  /** Answers so far, by `version on instance`. */
  answers: Map<string, number>;
  /** Requests that got anything but a 200. */
  failures: string[];
  count(): number;
  stop(): Promise<void>;
}

/** Sends requests without a pause over a few kept connections, one of them new each time, until stopped. */
export function someTraffic(url: string): Traffic {
  const answers = new Map<string, number>();
  const failures: string[] = [];
  let count = 0;
  let stopped = false;
  const agent = new Agent({ keepAlive: true });
  const ask = (kept: boolean) =>
    new Promise<void>((resolve) => {
      const sent = request(
        `${url}/api/instance`,
        { agent: kept ? agent : false, timeout: 10_000 },
        (response) => {
          let text = "";
          response.on("data", (chunk) => {
            text += chunk;
          });
          response.on("error", (error) => failures.push(`cut: ${error.message}`));
          response.on("close", () => {
            count++;
            if (response.statusCode !== 200) failures.push(`${response.statusCode}: ${text}`);
            else {
              const { version, instance } = JSON.parse(text);
              const key = `${version} on ${instance}`;
              answers.set(key, (answers.get(key) ?? 0) + 1);
            }
            resolve();
          });
        },
      );
      sent.on("timeout", () => sent.destroy(new Error("timeout")));
      sent.on("error", (error) => {
        failures.push(error.message);
        resolve();
      });
      sent.end();
    });
  const loops = [true, true, true, false].map(async (kept) => {
    while (!stopped) {
      await ask(kept);
      // Room for what is measured: the machine has two cores, and traffic must not take both.
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  });
  return {
    answers,
    failures,
    count: () => count,
    async stop() {
      stopped = true;
      await Promise.all(loops);
      agent.destroy();
    },
  };
}
