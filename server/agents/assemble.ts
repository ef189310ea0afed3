import "server-only";
import { randomUUID } from "node:crypto";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Session } from "@/lib/agents/session";
import { now } from "@/server/platform/clock";
import type { AgentSettings } from "@/server/platform/env";
import type { PriceTable } from "@/server/platform/prices/cost-of";
import { personById } from "@/server/platform/standing";
import { runRemoteCommand } from "./agentcore/run-command";
import { runRemote } from "./agentcore/run-remote";
import { approvalGate } from "./approvals/gate";
import { recordRefusedCall } from "./approvals/record-refused-call";
import type { AgentParts, CommandOptions, CommandResult, Gate, ToolProvider } from "./contracts";
import { definitions } from "./definitions/definitions";
import { modelsOf } from "./harness/models";
import { runAgent } from "./harness/run-agent";
import { hideSecrets } from "./hide-secrets";
import { type Announcements, redisAnnouncements } from "./journal/announcements";
import { sessionJournal } from "./journal/journal";
import { memoryTools } from "./memory/memory-tools";
import { recallFor } from "./memory/recall-for";
import type { AgentSelf } from "./read-agents";
import { remoteAgents } from "./remote-agents";
import type { RunTimes } from "./runs/contracts";
import { Runner } from "./runs/runner";
import { workspaces } from "./sandbox/workspaces";
import { answering } from "./store/answering";
import { approvalStore } from "./store/approval-store";
import { memoryStore } from "./store/memory-store";
import { sessionStore } from "./store/session-store";
import { spanStore } from "./store/span-store";
import { switchStore } from "./store/switch-store";
import type { Telemetry } from "./telemetry/telemetry";
import { declaredTools } from "./tools/declared-tools";
import { sandboxTools } from "./tools/sandbox-tools";
import { verbTools } from "./tools/verbs";

/** The workflow put together: records, tools, the gate, and who runs sessions. */
export interface AgentEngine {
  parts: AgentParts;
  gate: Gate;
  providers: ToolProvider[];
  runner: Runner;
  /** A command of a person's in the session's sandbox, wherever that is. */
  runCommand(session: Session, command: string, options: CommandOptions): Promise<CommandResult>;
  /** Harnesses and runtimes on AgentCore; `missing` says why some may be. Never throws. */
  remoteAgents(): Promise<{ agents: AgentSelf[]; missing: string[] }>;
  /** What people see of agents may be another now. */
  changed(): void;
}

export interface AssembleOptions {
  prices: PriceTable;
  consoleUrl?: string;
  changed?(): void;
  announcements?: Announcements;
  /** Further sources of tools. */
  providers?: ToolProvider[];
  /** Traces runs; of a process there is one. */
  telemetry?: Telemetry;
  times?: Partial<RunTimes>;
  processId?: string;
}

/** The engine from settings, once per process. Opens nothing; runs begin with `runner.open()` or an action. */
export function assembleAgents(settings: AgentSettings, options: AssembleOptions): AgentEngine {
  const announcements = options.announcements ?? redisAnnouncements();
  const changed = options.changed ?? (() => {});
  const journal = answering(sessionJournal(announcements));
  const parts: AgentParts = {
    definitions: definitions(settings),
    sessions: answering(sessionStore()),
    journal,
    approvals: answering(approvalStore(now)),
    memories: answering(memoryStore()),
    spans: answering(spanStore()),
    switches: answering(switchStore()),
    workspaces: workspaces({ root: settings.SWITCHYARD_AGENTS_WORKSPACES ?? DEFAULT_ROOT }),
    personById,
    now,
  };
  const gate = approvalGate({ ...parts, recordRefusal: recordRefusedCall, asked: changed });
  const providers = [
    sandboxTools(parts.workspaces),
    verbTools(),
    memoryTools(parts.memories),
    ...declaredTools(settings),
    ...(options.providers ?? []),
  ].map((provider) => hideSecrets(provider));
  const modelFor = modelsOf({
    settings,
    prices: options.prices,
    ...(options.consoleUrl && { consoleUrl: options.consoleUrl }),
  });
  const { sessions, workspaces: files, memories } = parts;
  const harness = {
    sessions,
    gate,
    workspaces: files,
    providers,
    modelFor,
    now,
    recall: (about: Parameters<typeof recallFor>[1]) => recallFor(memories, about),
    ...(options.telemetry && { telemetry: options.telemetry }),
  };
  const runner = new Runner({
    agents: parts,
    runAgent: (run, own) =>
      run.session.home.kind === "local"
        ? runAgent({ ...harness, journal: own }, run)
        : runRemote({ journal: own, sessions, gate }, run),
    journalOf: (owner) => answering(sessionJournal(announcements, owner)),
    announcements,
    processId: options.processId ?? randomUUID(),
    changed,
    ...(options.times && { times: options.times }),
  });
  const runCommand: AgentEngine["runCommand"] = async (session, command, commandOptions) => {
    if (session.home.kind !== "local") return runRemoteCommand(session, command, commandOptions);
    const definition = await parts.definitions.read(session.agent, session.version);
    const workspace = await files.open(session.id, definition.console.sandbox);
    return workspace.run(command, commandOptions);
  };
  return {
    parts,
    gate,
    providers,
    runner,
    runCommand,
    remoteAgents: remoteAgents(settings),
    changed,
  };
}

/** Where sessions' files are when nobody says: one process of one machine. */
const DEFAULT_ROOT = join(tmpdir(), "switchyard-workspaces");
