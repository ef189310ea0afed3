/** An MCP server over streamable HTTP, and a second one that stands for an AgentCore gateway and wants credentials. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import type { Lab, Service } from "../../core/contracts.ts";
import { sayOn } from "../../core/wire/say-on.ts";
import { gatewayTools, labTools } from "./tools.ts";

/** More than that at once and the oldest is ended. */
const MOST_SESSIONS = 100;
const CREDENTIALS = /^(Bearer \S+|AWS4-HMAC-SHA256 Credential=\S+)/;

export default function createMcp(lab: Lab): Service {
  const open = serveSessions(() => labTools(lab));
  const gateway = serveSessions(() => gatewayTools(lab));
  return {
    name: "mcp",
    protocol: "rest-json",
    pages: {
      "/_lab/mcp": open.answer,
      async "/_lab/gateway/mcp"(req, res) {
        if (CREDENTIALS.test(req.headers.authorization ?? "")) return gateway.answer(req, res);
        res.setHeader("www-authenticate", 'Bearer realm="lab-gateway"');
        sayOn(res)(401, { message: "The gateway wants a bearer token or a signature of AWS." });
      },
    },
    pageFaults: {
      operationOf: ({ url }) => (url?.startsWith("/_lab/gateway") ? "gateway" : "mcp"),
      refuse: (res, { status, message }) => sayOn(res)(status < 500 ? 429 : status, { message }),
    },
    async stop() {
      await Promise.all([open.end(), gateway.end()]);
    },
  };
}

/** Sessions of one server, by their `mcp-session-id`. They end with the lab. */
function serveSessions(make: () => McpServer) {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  return {
    async answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
      const id = req.headers["mcp-session-id"];
      const known = typeof id === "string" ? sessions.get(id) : undefined;
      if (known) return known.handleRequest(req, res);
      // As the protocol has it: a client whose session is gone begins a new one.
      if (id) return sayOn(res)(404, rpcError("The session is not known; begin a new one."));
      const transport = new StreamableHTTPServerTransport({
        sessionIdGenerator: randomUUID,
        onsessioninitialized(session) {
          sessions.set(session, transport);
          const [oldest] = sessions.keys();
          if (sessions.size > MOST_SESSIONS && oldest) void sessions.get(oldest)?.close();
        },
      });
      transport.onclose = () => {
        if (transport.sessionId) sessions.delete(transport.sessionId);
      };
      // The SDK's transport lacks `exactOptionalPropertyTypes` of its own interface.
      await make().connect(transport as Parameters<McpServer["connect"]>[0]);
      await transport.handleRequest(req, res);
    },
    async end(): Promise<void> {
      await Promise.all([...sessions.values()].map((transport) => transport.close()));
    },
  };
}

const rpcError = (message: string) => ({
  jsonrpc: "2.0",
  error: { code: -32_001, message },
  id: null,
});
