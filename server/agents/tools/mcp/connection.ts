import "server-only";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import {
  type CallToolResult,
  CallToolResultSchema,
  ErrorCode,
  ListToolsResultSchema,
  McpError,
  type Tool,
  ToolListChangedNotificationSchema,
} from "@modelcontextprotocol/sdk/types.js";
import type { ToolCall, Workspace } from "@/server/agents/contracts";
import { AppError, isAppError } from "@/server/platform/errors";
import { findProgram, type StdioServer } from "./find-program";
import { SandboxTransport } from "./sandbox-transport";

const CONNECT_MS = 10_000;
const MOST_PAGES = 20;

/** A server that was asked what it offers. */
export class Connection {
  readonly name: string;
  /** It said that its tools are others now. */
  changed = false;
  private readonly client: Client;
  private readonly transport: Transport;

  private constructor(name: string, client: Client, transport: Transport) {
    this.name = name;
    this.client = client;
    this.transport = transport;
    client.setNotificationHandler(ToolListChangedNotificationSchema, () => {
      this.changed = true;
    });
  }

  /** @throws AppError with why it cannot be used, in one sentence */
  static async open(name: string, transport: Transport, signal: AbortSignal): Promise<Connection> {
    // It asks for nothing of ours: no sampling, no elicitation, no roots.
    const client = new Client({ name: "switchyard", version: "1.0.0" }, { capabilities: {} });
    const connection = new Connection(name, client, transport);
    try {
      await client.connect(transport, { timeout: CONNECT_MS, signal });
      return connection;
    } catch (error) {
      await connection.close();
      throw connection.told(error, "It did not start");
    }
  }

  /** @throws AppError */
  async tools(signal: AbortSignal): Promise<Tool[]> {
    const tools: Tool[] = [];
    let cursor: string | undefined;
    try {
      for (let page = 0; page < MOST_PAGES; page++) {
        // Not `client.listTools`: that compiles the server's schemas, whose patterns may take for ever.
        const listed = await this.client.request(
          { method: "tools/list", params: cursor === undefined ? {} : { cursor } },
          ListToolsResultSchema,
          { timeout: CONNECT_MS, signal },
        );
        tools.push(...listed.tools);
        cursor = listed.nextCursor;
        if (cursor === undefined) break;
      }
      this.changed = false;
      return tools;
    } catch (error) {
      throw this.told(error, "It did not say what tools it has");
    }
  }

  /**
   * The server's answer; an error that it answered is one too.
   * @throws AppError upstream when there was none: then nobody knows whether it took effect
   */
  async call(
    tool: string,
    input: Record<string, unknown>,
    { signal, emit }: Pick<ToolCall, "signal" | "emit">,
    timeoutMs: number,
  ): Promise<CallToolResult> {
    try {
      return await this.client.request(
        { method: "tools/call", params: { name: tool, arguments: input } },
        CallToolResultSchema,
        {
          signal,
          timeout: timeoutMs,
          resetTimeoutOnProgress: false,
          onprogress: ({ progress, total, message }) =>
            emit({
              stream: "stdout",
              text: `${progress}${total === undefined ? "" : ` of ${total}`}${message ? `: ${message}` : ""}\n`,
            }),
        },
      );
    } catch (error) {
      if (error instanceof McpError && !OURS.includes(error.code))
        return { isError: true, content: [{ type: "text", text: error.message }] };
      if (error instanceof Error && "issues" in error)
        throw new AppError("upstream", `${this.name} answered with what is no result.`);
      throw this.told(error, "It did not answer");
    }
  }

  async close(): Promise<void> {
    await this.client.close().catch(() => undefined);
    await this.transport.close().catch(() => undefined);
  }

  private told(error: unknown, what: string): AppError {
    const { transport } = this;
    const why =
      transport instanceof SandboxTransport && transport.problem !== undefined
        ? `${transport.problem} ${lastLine(transport.complaint)}`.trim()
        : reasonOf(error);
    return new AppError("upstream", `The MCP server ${this.name}: ${what}. ${why}`.trim(), {
      cause: error,
    });
  }
}

/** Made by the client itself. */
const OURS: number[] = [ErrorCode.ConnectionClosed, ErrorCode.RequestTimeout];

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && isAppError(error.cause) ? error.cause : error;
  if (isAppError(cause)) return cause.message;
  if (error instanceof McpError && error.code === ErrorCode.RequestTimeout)
    return "It took too long.";
  const status = (error as { code?: unknown }).code;
  if (status === 401 || status === 403) return `It wants other credentials (${status}).`;
  if (typeof status === "number" && status >= 300 && status < 600) return `It answers ${status}.`;
  if (typeof status === "string") return `There is no connection to it (${status}).`;
  return "";
}

/** What a program says last mostly says why it ended. */
function lastLine(text: string): string {
  const line = text.trim().split("\n").at(-1)?.trim().slice(0, 200) ?? "";
  return line && `It said: ${line}`;
}

/** Starts a server in the session's sandbox and connects to it. @throws AppError */
export async function openStdio(
  name: string,
  server: StdioServer,
  {
    files,
    workspace,
    signal,
  }: { files: Record<string, string>; workspace: Workspace; signal: AbortSignal },
): Promise<Connection> {
  const { command, args, readOnly } = await findProgram(server, files, workspace);
  const process = await workspace.start(command, args, { env: server.env, readOnly });
  return Connection.open(name, new SandboxTransport(process), signal);
}

/** Connects over streamable HTTP. @throws AppError */
export async function openHttp(
  name: string,
  {
    url,
    headers,
    fetch,
  }: { url: URL; headers: Record<string, string>; fetch: typeof globalThis.fetch },
  signal: AbortSignal,
): Promise<Connection> {
  const transport = new StreamableHTTPClientTransport(url, { fetch, requestInit: { headers } });
  return Connection.open(name, transport as Transport, signal);
}
