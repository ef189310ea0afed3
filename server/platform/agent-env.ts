import "server-only";
import { z } from "zod";
import { optional, orElse, url } from "./env-values";

const Variables = z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), z.string());

function isVariables(text: string): boolean {
  try {
    return Variables.safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/** What agents are told wherever they run: in the console and in the runtime process. */
export const AGENT_SETTINGS = {
  /** A folder with `agentcore/agentcore.json` and `app/<name>/`. Without it only saved agents are there. */
  SWITCHYARD_AGENTS_DIR: optional(z.string()),
  /** Sessions' files. Every process of the fleet has to see the same folder. */
  SWITCHYARD_AGENTS_WORKSPACES: optional(z.string()),
  /** `{{NAME}}` in system prompts, as JSON: `{"NEWS_SOURCES": "https://…"}`; goes before an agent's own. */
  SWITCHYARD_AGENTS_VARIABLES: optional(
    z.string().refine(isVariables, {
      error: "must be JSON that gives each name in capitals a text in quotes",
    }),
  ),
  /** Stands in for every agent's configured model on Bedrock, where that is not to be had: `lab.operator-v1` in the lab. */
  SWITCHYARD_AGENTS_MODEL: optional(z.string()),
  /** Chromium for the browser tool. */
  SWITCHYARD_BROWSER: orElse(z.string(), "/usr/bin/chromium"),
  /** Hosts on this machine or network that agents' browsers and servers may reach all the same, e.g. `127.0.0.1:4566`; comma-separated. */
  SWITCHYARD_AGENTS_LOCAL_HOSTS: optional(z.string()),
  /** Looks for harnesses and runtimes on AgentCore in the configured region. */
  SWITCHYARD_AGENTCORE: optional(z.enum(["on", "off"], { error: "must be on or off" })),
  /** Secrets. Without one its provider's models cannot be chosen. */
  OPENAI_API_KEY: optional(z.string()),
  OPENAI_BASE_URL: optional(url(["http", "https"], "OpenAI's API address")),
  GEMINI_API_KEY: optional(z.string()),
  GEMINI_BASE_URL: optional(url(["http", "https"], "Gemini's API address")),
  /** The prompt cache's door for agents whose configuration asks for it: `{"accessKeyId", "secretAccessKey"}` in a file. */
  SWITCHYARD_AGENTS_PROMPT_KEY: optional(z.string()),
  /** What traces keep of prompts, arguments and results: `short` pieces by default, `full`, or `off` for none. */
  SWITCHYARD_AGENTS_TRACE_CONTENT: orElse(
    z.enum(["off", "short", "full"], { error: "must be off, short or full" }),
    "short",
  ),
  /** Spans go there too, e.g. `http://127.0.0.1:4318/v1/traces`. */
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: optional(url(["http", "https"], "an OTLP/HTTP address")),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(url(["http", "https"], "an OTLP/HTTP address")),
};
