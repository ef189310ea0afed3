import { existsSync, readFileSync } from "node:fs";
import { extname, join, normalize } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
};

/**
 * Answers requests: the page and its assets, `/api/instance` (who answered) and `/health`.
 * `state.draining` turns health off and closes connections after their current request.
 */
export function createApp({ config, build, publicDir, state }) {
  const json = (res, status, body) => {
    res.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
    res.end(JSON.stringify(body));
  };

  const asset = (req, res, path) => {
    const file = join(publicDir, normalize(path));
    const type = TYPES[extname(file)];
    if (!file.startsWith(publicDir) || !type || !existsSync(file)) {
      return json(res, 404, { error: "There is no such page." });
    }
    const headers = { "content-type": type, "cache-control": "no-store" };
    const zipped = /\bgzip\b/.test(req.headers["accept-encoding"] ?? "") && existsSync(`${file}.gz`);
    if (zipped) headers["content-encoding"] = "gzip";
    res.writeHead(200, headers);
    res.end(req.method === "HEAD" ? undefined : readFileSync(zipped ? `${file}.gz` : file));
  };

  return (req, res) => {
    const path = new URL(req.url, "http://app").pathname;
    if (state.draining) res.setHeader("connection", "close");
    if (req.method !== "GET" && req.method !== "HEAD") {
      return json(res, 405, { error: "Only GET and HEAD are answered." });
    }
    if (path === "/health") {
      return json(res, state.draining ? 503 : 200, {
        status: state.draining ? "draining" : "ok",
        version: build.version,
        instance: config.instanceId,
      });
    }
    if (path === "/api/instance") {
      return json(res, 200, {
        app: build.name,
        version: build.version,
        mode: config.production ? "production" : "development",
        instance: config.instanceId,
        address: config.host,
        upSeconds: Math.round(process.uptime()),
      });
    }
    return asset(req, res, path === "/" ? "/index.html" : path);
  };
}
