import { Agent, get, type IncomingMessage } from "node:http";
import type { Snapshot, Topic } from "../../../lib/live/model.ts";
import { SESSION_COOKIE } from "./session-of.ts";

/** One browser's live connection, without the browser. */
export interface Viewer {
  /** Snapshots and confirmations that arrived. */
  heard: number;
  bytes: number;
  close(): void;
}

export interface ViewerOptions {
  /** The console. */
  url: string;
  /** The value of the session's cookie. */
  session: string;
  topics: Topic[];
  /** Called with each snapshot as it arrives. Without it nothing is parsed, so that many viewers cost us little. */
  onSnapshot?: (snapshot: Snapshot) => void;
}

/** Opens the stream that a page opens, on a connection of its own; resolves when it has told something. */
export function openViewer(options: ViewerOptions): Promise<Viewer> {
  const { url, session, topics, onSnapshot } = options;
  const address = `${url}/api/live?topics=${topics.map(encodeURIComponent).join(",")}`;
  const agent = new Agent({ keepAlive: false });
  const headers = { cookie: `${SESSION_COOKIE}=${session}`, accept: "text/event-stream" };
  return new Promise((resolve, reject) => {
    const request = get(address, { agent, headers }, (response) => {
      if (response.statusCode !== 200) {
        request.destroy();
        reject(new Error(`The live stream answered ${response.statusCode}.`));
        return;
      }
      const viewer: Viewer = { heard: 0, bytes: 0, close: () => request.destroy() };
      follow(response, viewer, (event, data) => {
        if (event !== "snapshot" && event !== "confirm") return;
        viewer.heard += 1;
        if (event === "snapshot") onSnapshot?.(JSON.parse(data) as Snapshot);
        resolve(viewer);
      });
    });
    // After the first word an error is our own hanging up.
    request.on("error", reject);
  });
}

/** Splits the stream into its events. */
function follow(
  response: IncomingMessage,
  viewer: Viewer,
  hear: (event: string, data: string) => void,
): void {
  let text = "";
  response.setEncoding("utf8");
  response.on("error", () => undefined);
  response.on("data", (chunk: string) => {
    viewer.bytes += Buffer.byteLength(chunk);
    text += chunk;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = /^event: (.*)$/m.exec(block)?.[1];
      if (event) hear(event, /^data: (.*)$/m.exec(block)?.[1] ?? "null");
    }
  });
}
