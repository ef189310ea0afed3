/** The part of GitHub that the console uses: REST and GraphQL, webhooks, and pages for people, over the lab's git repositories. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Lab, Service } from "../../core/contracts.ts";
import { faultReply, sendReply } from "./api/answer.ts";
import { createRateLimits } from "./api/rate-limit.ts";
import { operationOf, serveApi } from "./api/serve-api.ts";
import { openKeys } from "./auth/keys.ts";
import type { GitHub } from "./github.ts";
import type { RepositoryId } from "./model.ts";
import { createOperations } from "./operations.ts";
import { servePeople } from "./people/serve-people.ts";
import { HOSTED } from "./repositories.ts";
import { settleRepository } from "./settle.ts";
import { openState, PREFIX } from "./state.ts";
import { createDeliverer } from "./webhook/deliver.ts";
import { isWebhookPath, serveWebhookPage } from "./webhook/page.ts";

export default function createGitHub(lab: Lab): Service {
  const keys = openKeys(lab.stateDir);
  const state = openState(lab, keys.appKey);
  const limits = createRateLimits();
  const deliverer = createDeliverer(state, keys.secret);
  const settling = new Map<string, Promise<void>>();
  const hub: GitHub = {
    ...state,
    /** One after the other, so that no branch is settled twice; a failure is the caller's alone. */
    settle(repository: RepositoryId, sender: string) {
      const key = `${repository.owner}/${repository.name}`;
      const before = settling.get(key) ?? Promise.resolve();
      const work = before.then(() => settleRepository(state, repository, sender));
      settling.set(
        key,
        work.catch(() => {}),
      );
      return work.then(() => deliverer.wake());
    },
    wakeDeliveries: deliverer.wake,
  };

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = (req.url ?? "").split("?", 1)[0] ?? "";
    if (path.startsWith(`${PREFIX}api/`)) return serveApi(hub, limits, req, res);
    if (isWebhookPath(path)) return serveWebhookPage(state, keys, deliverer, req, res);
    return servePeople(hub, req, res);
  }

  return {
    name: "github",
    protocol: "rest-json",
    operations: createOperations(hub),
    pages: { [PREFIX]: (req, res) => serve(req, res) },
    pageFaults: {
      operationOf,
      refuse: (res, error) => void sendReply(res.req, res, faultReply(error), {}),
    },
    async start() {
      for (const repository of HOSTED) await hub.settle(repository, "octavia");
      deliverer.wake();
    },
    async stop() {
      await Promise.all(settling.values());
    },
  };
}
