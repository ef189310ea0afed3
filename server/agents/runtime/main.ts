import "server-only";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { agentSettings, runtimeEnv } from "@/server/platform/env";
import { modelsOf } from "../harness/models";
import { workspaces } from "../sandbox/workspaces";
import { declaredTools } from "../tools/declared-tools";
import { sandboxTools } from "../tools/sandbox-tools";
import { inlineFunctions } from "./inline-functions";
import { serveRuntime } from "./serve-runtime";
import { WireHarness } from "./wire";

/** The harness as a program of its own, for AgentCore's runtime: bundled by `scripts/services/agents.ts`. */
const settings = agentSettings();
const { PORT, ENDS_WITH_STDIN, SWITCHYARD_RUNTIME_HARNESS } = runtimeEnv();
const own = SWITCHYARD_RUNTIME_HARNESS
  ? WireHarness.parse(JSON.parse(SWITCHYARD_RUNTIME_HARNESS))
  : undefined;

const files = workspaces({
  root: settings.SWITCHYARD_AGENTS_WORKSPACES ?? join(tmpdir(), "agent-runtime"),
});
const server = serveRuntime(
  {
    workspaces: files,
    providers: [sandboxTools(files), inlineFunctions(), ...declaredTools(settings)],
    // What it costs is AWS's to say; nobody reads a price here.
    modelFor: modelsOf({ settings, prices: {} }),
  },
  own,
);
server.listen(PORT, PORT === 0 ? "127.0.0.1" : "0.0.0.0", () => {
  process.stdout.write(`Listening on port ${(server.address() as AddressInfo).port}\n`);
});

const end = () => process.exit(0);
process.on("SIGTERM", end);
// The lab holds the other end for as long as it lives.
if (ENDS_WITH_STDIN) process.stdin.on("end", end).resume();
