import type { IncomingMessage, ServerResponse } from "node:http";
import { parseJson } from "../../../core/wire/json.ts";
import { readBody } from "../../../core/wire/read-body.ts";
import { sayOn } from "../../../core/wire/say-on.ts";
import type { Keys } from "../auth/keys.ts";
import { type GitHubState, PREFIX } from "../state.ts";
import type { Deliverer } from "./deliver.ts";
import { HOOK } from "./queue.ts";

const PATH = `${PREFIX}webhook`;

/** Whether a path belongs to the webhook's settings. */
export const isWebhookPath = (path: string): boolean =>
  path === PATH || path.startsWith(`${PATH}/`);

/** The webhook's settings, the log of what was sent, and sending again. */
export async function serveWebhookPage(
  state: GitHubState,
  keys: Keys,
  deliverer: Deliverer,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  const path = (req.url ?? "").split("?", 1)[0] ?? "";
  const say = sayOn(res);
  const hook = () => ({ url: state.hooks.get(HOOK)?.url ?? null });
  const again = path.match(/\/deliveries\/([0-9a-f-]{36})\/attempts$/)?.[1];
  if (req.method === "GET" && path === PATH) return say(200, hook());
  if (req.method === "GET" && path === `${PATH}/deliveries`) {
    return say(200, { deliveries: state.deliveries.list().reverse() });
  }
  if (req.method === "POST" && again) {
    return deliverer.redeliver(again)
      ? say(202, { message: "It is sent again." })
      : say(404, { message: "There is no such delivery." });
  }
  if (req.method === "DELETE" && path === PATH) {
    state.hooks.delete(HOOK);
    return say(200, hook());
  }
  if (req.method !== "PUT" || path !== PATH) {
    return say(404, { message: "The webhook has no such page." });
  }
  const { url, secret } = parseJson(await readBody(req)) as { url?: unknown; secret?: unknown };
  if (typeof url !== "string" || !/^https?:\/\//.test(url) || !URL.canParse(url)) {
    return say(400, { message: "The webhook is set as {url: an http(s) address, secret?}." });
  }
  if (secret !== undefined) {
    if (typeof secret !== "string" || secret.length < 16) {
      return say(400, { message: "The webhook's secret must have at least 16 characters." });
    }
    keys.setSecret(secret);
  }
  state.hooks.put(HOOK, { url });
  say(200, hook());
}
