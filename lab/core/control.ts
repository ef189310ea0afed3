import type { IncomingMessage, ServerResponse } from "node:http";
import { AwsError } from "./aws-error.ts";
import { parseFaults } from "./parse-faults.ts";
import type { Serving } from "./serve.ts";
import { parseJson } from "./wire/json.ts";
import { readBody } from "./wire/read-body.ts";
import { sayOn } from "./wire/say-on.ts";

/** The lab's own pages that belong to no service: health, faults, bulk data. */
export async function answerControl(
  serving: Serving,
  req: IncomingMessage,
  res: ServerResponse,
  path: string,
): Promise<void> {
  const { lab, services } = serving.kernel();
  const say = sayOn(res);
  const asked = `${req.method} ${path}`;
  try {
    switch (asked) {
      case "GET /_lab/health": {
        const ready = serving.ready();
        return say(ready ? 200 : 503, {
          status: ready ? "ready" : "starting",
          endpoint: lab.endpoint,
          loadBalancer: `http://127.0.0.1:${lab.lbPort}`,
          subnet: lab.subnet,
          stateDir: lab.stateDir,
          pid: process.pid,
          services: [...services.keys()],
        });
      }
      case "GET /_lab/faults":
        return say(200, serving.faults.get());
      case "PUT /_lab/faults":
        serving.faults.set(parseFaults(parseJson(await readBody(req)), [...services.keys()]));
        return say(200, serving.faults.get());
      case "DELETE /_lab/faults":
        serving.faults.set({ rules: [] });
        return say(200, serving.faults.get());
      case "POST /_lab/reset":
        await serving.reset();
        return say(200, { message: "The lab is as new." });
      case "POST /_lab/bulk": {
        const wanted = parseJson(await readBody(req)) as Record<string, number>;
        if (!Object.values(wanted).every((n) => Number.isInteger(n) && n >= 0 && n <= 100_000)) {
          return say(400, { message: "Bulk data is asked for as {name: number up to 100000}." });
        }
        const made: Record<string, unknown> = {};
        for (const service of services.values()) {
          Object.assign(made, await service.bulk?.(wanted));
        }
        return say(200, made);
      }
      default:
        return say(404, { message: `The lab has no page ${asked}.` });
    }
  } catch (error) {
    const known = error instanceof AwsError || path === "/_lab/faults";
    if (!known) throw error;
    say(error instanceof AwsError ? error.status : 400, { message: (error as Error).message });
  }
}
