import type { SampleFile } from "../../../../lab/sample-app/version.ts";
import { aBundle } from "./a-revision.ts";

/**
 * A revision that serves nothing but `/health` (so that the load balancer takes it) and runs these
 * scripts at these events.
 */
export function aHookedRevision(hooks: Record<string, string>): Promise<Buffer> {
  const text = (content: string, mode = 0o644): SampleFile => ({
    content: Buffer.from(content),
    mode,
  });
  const all: Record<string, string> = {
    ApplicationStop: 'kill "$(cat "$INSTANCE_ROOT/pid")" 2>/dev/null || true',
    ApplicationStart: 'node "$APP_ROOT/serve.cjs" >/dev/null 2>&1 & echo $! > "$INSTANCE_ROOT/pid"',
    ...hooks,
  };
  const files = new Map<string, SampleFile>([
    [
      "serve.cjs",
      text(
        'require("node:http").createServer((q, s) => s.end("ok")).listen(8080, process.env.INSTANCE_ADDRESS);',
      ),
    ],
    [
      "appspec.yml",
      text(
        `version: 0.0\nos: linux\nfiles:\n  - source: /\n    destination: /app\nhooks:\n${Object.keys(
          all,
        )
          .map((event) => `  ${event}:\n    - location: ${event}.sh\n      timeout: 60\n`)
          .join("")}`,
      ),
    ],
  ]);
  for (const [event, body] of Object.entries(all)) {
    files.set(`${event}.sh`, text(`#!/bin/bash\n${body}\n`, 0o755));
  }
  return aBundle(files);
}
