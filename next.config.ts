import type { NextConfig } from "next";

/** What every response carries, static files included. The CSP differs per request: see proxy.ts. */
const headers = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "same-origin" },
  { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
  { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
  { key: "Origin-Agent-Cluster", value: "?1" },
  { key: "X-Frame-Options", value: "DENY" },
  { key: "X-DNS-Prefetch-Control", value: "off" },
  {
    key: "Permissions-Policy",
    value:
      "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
  },
];

const config: NextConfig = {
  // Several builds may run beside each other in one checkout, each with its own folder.
  distDir: process.env.SWITCHYARD_DIST_DIR || ".next",
  // `npm run types` checks them, tests and lab included; a build must not fail for a test's sake.
  typescript: { ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  // Packages with native parts, or that load files of their own.
  serverExternalPackages: [
    "@google/genai",
    "@modelcontextprotocol/sdk",
    "@node-rs/argon2",
    "@opentelemetry/api",
    "@opentelemetry/exporter-trace-otlp-http",
    "@opentelemetry/resources",
    "@opentelemetry/sdk-trace-base",
    "@opentelemetry/sdk-trace-node",
    "@strands-agents/sdk",
    "gpt-tokenizer",
    "ioredis",
    "just-bash",
    "openai",
    "pg",
    "pino",
    "playwright-core",
    "rate-limiter-flexible",
  ],
  experimental: {
    // forbidden() and forbidden.tsx are behind this switch.
    authInterrupts: true,
    // A warm-up of the prompt cache is a file in an action's input; see WarmUpInput.
    serverActions: { bodySizeLimit: "9mb" },
  },
  headers: async () => [{ source: "/:path*", headers }],
};

export default config;
