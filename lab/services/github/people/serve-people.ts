import type { IncomingMessage, ServerResponse } from "node:http";
import type { GitHub } from "../github.ts";

/** Pages for people. */
export async function servePeople(
  _hub: GitHub,
  _req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  res.writeHead(404, { "content-type": "text/plain" });
  res.end("There is no such page.\n");
}
