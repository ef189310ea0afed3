import "server-only";
import type { HarnessTool } from "@/lib/agents/config";
import type { ToolProvider } from "@/server/agents/contracts";
import { type HostRule, hostRules } from "@/server/agents/egress/hosts";
import { signGatewayRequest } from "@/server/aws/agentcore/sign-request";
import type { AgentSettings } from "@/server/platform/env";
import { AppError } from "@/server/platform/errors";
import type { Connection } from "../mcp/connection";
import { type Configured, openAll } from "../mcp/open-all";
import { openRemote } from "../mcp/open-remote";

/** As `harness.json` has it, and beside it what only a place outside of AWS needs. */
interface GatewayConfig {
  gatewayArn?: string;
  /** `awsIam` unless said. */
  outboundAuth?: { awsIam?: unknown; none?: unknown; oauth?: unknown };
  /** In the place of the address that the ARN means. */
  gatewayUrl?: string;
  /** A bearer token by reference, e.g. `{"Authorization": "Bearer ${GATEWAY_TOKEN}"}`: then nothing is signed. */
  headers?: Record<string, string>;
}

/** `agentcore_gateway` of `harness.json`: MCP over HTTP, signed with the console's credentials or with a bearer token. */
export function gatewayTools(
  settings: Pick<AgentSettings, "SWITCHYARD_AGENTS_LOCAL_HOSTS">,
): ToolProvider {
  const localHosts = hostRules([settings.SWITCHYARD_AGENTS_LOCAL_HOSTS ?? ""]);
  return async ({ definition, signal }) => {
    const gateways = definition.harness.tools
      .filter(({ type }) => type === "agentcore_gateway")
      .map(
        (tool): Configured => ({
          name: tool.name,
          open: () => openGateway(tool, localHosts, signal),
        }),
      );
    return openAll(gateways, definition.console, "gateway", signal);
  };
}

/** @throws AppError in one sentence */
async function openGateway(
  { name, config }: HarnessTool,
  localHosts: readonly HostRule[],
  signal: AbortSignal,
): Promise<Connection> {
  const given = (config?.agentCoreGateway ?? {}) as GatewayConfig;
  const { outboundAuth = {}, headers } = given;
  if (outboundAuth.oauth && !headers)
    throw new AppError(
      "invalid",
      `The gateway ${name} wants OAuth through AgentCore Identity, which works on AgentCore only: give it headers with a token by reference.`,
    );
  const url = given.gatewayUrl ?? urlOf(name, given.gatewayArn);
  const signs = !headers && !outboundAuth.none;
  return openRemote(
    name,
    { url, ...(headers && { headers }) },
    { localHosts, signal, ...(signs && { headersFor: signGatewayRequest }) },
  );
}

/** Where AWS has a gateway. */
function urlOf(name: string, arn: string | undefined): string {
  const found = /^arn:[\w-]+:bedrock-agentcore:([\w-]+):\d{12}:gateway\/([\w-]+)$/.exec(arn ?? "");
  if (!found)
    throw new AppError("invalid", `The gateway ${name} needs gatewayArn, the ARN of a gateway.`);
  const [, region, id] = found;
  return `https://${id}.gateway.bedrock-agentcore.${region}.amazonaws.com/mcp`;
}
