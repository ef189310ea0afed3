import { existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createApp } from "./app.js";
import { readConfig } from "./config.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const config = readConfig();
const built = join(root, "dist/build.json");
const build = JSON.parse(readFileSync(existsSync(built) ? built : join(root, "package.json"), "utf8"));
const publicDir = join(root, config.production ? "dist/public" : "src/client");

const state = { draining: false };
const server = createServer(createApp({ config, build, publicDir, state }));
server.keepAliveTimeout = 65_000;
server.listen(config.port, config.host, () => {
  console.log(`${build.name} ${build.version} listens on ${config.host}:${config.port}`);
});

const drain = (signal) => {
  if (state.draining) return;
  state.draining = true;
  console.log(`${signal}: finishing the requests under way`);
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => process.exit(0), 10_000).unref();
};
process.on("SIGTERM", () => drain("SIGTERM"));
process.on("SIGINT", () => drain("SIGINT"));
