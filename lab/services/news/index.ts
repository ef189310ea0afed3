/** Two small news sites for agents that read the web. They have pages and no AWS operations. */
import type { Service } from "../../core/contracts.ts";
import { devTo, hackerNews, item } from "./pages.ts";

export default function createNews(): Service {
  return {
    name: "news",
    protocol: "rest-json",
    pages: {
      async "/_lab/news/"(req, res) {
        const name = (req.url ?? "").split("?", 1)[0]?.slice("/_lab/news/".length) ?? "";
        const at = /^item\/(\d+)$/.exec(name)?.[1];
        const html =
          name === "hackernews"
            ? hackerNews()
            : name === "devto"
              ? devTo()
              : at && item(Number(at));
        const type = { "content-type": "text/html; charset=utf-8" };
        if (!html) return void res.writeHead(404, type).end("<p>There is no such page.</p>\n");
        res.writeHead(200, type).end(req.method === "HEAD" ? undefined : html);
      },
    },
  };
}
