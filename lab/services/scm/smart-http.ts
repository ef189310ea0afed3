import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Lab } from "../../core/contracts.ts";
import { spawnBackend } from "./git.ts";

export const GIT_PREFIX = "/_lab/git/";

/** Only what smart HTTP asks for; no path of a request ever reaches the disk unseen. */
const ASKED =
  /^([A-Za-z0-9][A-Za-z0-9._-]{0,99})\.git\/(info\/refs|git-upload-pack|git-receive-pack)$/;

export interface GitServer {
  root: string;
  has(repository: string): boolean;
  /** Awaited after a push, before git is told that it is done. */
  pushed(repository: string): Promise<void>;
}

/** Answers git over smart HTTP by `git http-backend`, a CGI program that comes with git. */
export async function answerGit(
  lab: Lab,
  server: GitServer,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const [path = "", query = ""] = (req.url ?? "").slice(GIT_PREFIX.length).split("?", 2);
  const [, repository = "", operation = ""] = path.match(ASKED) ?? [];
  if (!server.has(repository)) {
    res.writeHead(404, { "content-type": "text/plain" });
    res.end("There is no such repository in this lab.\n");
    return;
  }
  const header = (name: string) => String(req.headers[name] ?? "");
  const backend = spawnBackend(server.root, {
    REQUEST_METHOD: req.method ?? "GET",
    PATH_INFO: `/${repository}.git/${operation}`,
    QUERY_STRING: query,
    CONTENT_TYPE: header("content-type"),
    CONTENT_LENGTH: header("content-length"),
    HTTP_CONTENT_ENCODING: header("content-encoding"),
    GIT_PROTOCOL: header("git-protocol"),
    REMOTE_ADDR: "127.0.0.1",
  });
  const { stdin, stdout, stderr } = backend;
  if (!stdin || !stdout || !stderr) throw new Error("git http-backend could not be started.");
  let said = "";
  stderr.on("data", (text: Buffer) => {
    said = (said + text).slice(-4_000);
  });
  const ended = once(backend, "exit");
  // A client that leaves, or a backend that ends early, only breaks this pipe.
  pipeline(req, stdin).catch(() => stdin.destroy());
  res.on("close", () => backend.kill());

  try {
    await forwardAnswer(stdout, res);
    await ended;
    if (operation === "git-receive-pack") await server.pushed(repository);
  } catch (error) {
    lab.log("scm", "Git failed.", { path, said, error: String(error) });
    if (!res.headersSent) res.writeHead(500);
  }
  res.end();
}

/** CGI: headers, an empty line, the body. */
async function forwardAnswer(stdout: NodeJS.ReadableStream, res: ServerResponse): Promise<void> {
  let head = Buffer.alloc(0);
  let started = false;
  for await (const chunk of stdout as AsyncIterable<Buffer>) {
    if (started) {
      if (!res.write(chunk)) await Promise.race([once(res, "drain"), once(res, "close")]);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf("\r\n\r\n");
    if (end < 0) continue;
    started = true;
    writeHead(head.subarray(0, end).toString("latin1"), res);
    res.write(head.subarray(end + 4));
  }
  if (!started) throw new Error("git http-backend gave no answer.");
}

function writeHead(text: string, res: ServerResponse): void {
  let status = 200;
  for (const line of text.split("\r\n")) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === "status") status = Number.parseInt(value, 10);
    else if (colon > 0) res.setHeader(name, value);
  }
  res.writeHead(status);
}
