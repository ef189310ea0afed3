import { createRequire } from "node:module";

interface Post {
  title: string;
  by: string;
  comments: number;
  /** What the post is about, as a reader would say: no page shows it. */
  topic: string;
}
interface HackerPost extends Post {
  host: string;
  points: number;
}
interface DevPost extends Post {
  tags: string[];
  reactions: number;
  teaser?: string;
}

/** Headlines of our own making, so that what an agent counts in them can be checked. */
export const HEADLINES = createRequire(import.meta.url)("./headlines.json") as {
  hackernews: HackerPost[];
  devto: DevPost[];
};

const inHtml = (text: string): string =>
  text.replace(
    /[&<>"]/g,
    (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign,
  );

const page = (title: string, style: string, body: string): string =>
  `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${inHtml(title)}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>${style}</style></head>
<body>${body}<footer><small>Made-up posts of the lab, for agents to read.</small></footer></body></html>
`;

/** A front page in the form of Hacker News: a table of ranked titles with a line of points below each. */
export const hackerNews = (): string =>
  page(
    "Hacker News (lab)",
    "body{font:10pt Verdana,sans-serif;background:#f6f6ef;color:#222;margin:8px}a{color:#000;text-decoration:none}.subtext{color:#666;font-size:8pt}nav{background:#f60;padding:4px}",
    `<nav><b>Hacker News</b> <a href="#">new</a> | <a href="#">past</a> | <a href="#">ask</a></nav><table>${HEADLINES.hackernews
      .map(
        ({ title, host, by, points, comments }, at) =>
          `<tr class="athing" id="${at + 1}"><td class="title"><span class="rank">${at + 1}.</span></td><td class="title"><span class="titleline"><a href="/_lab/news/item/${at + 1}">${inHtml(title)}</a>${host ? ` <span class="sitebit">(${host})</span>` : ""}</span></td></tr>
<tr><td></td><td class="subtext">${points} points by ${by} ${at + 1} hours ago | hide | <a href="/_lab/news/item/${at + 1}">${comments} comments</a></td></tr>`,
      )
      .join("\n")}</table>`,
  );

/** A feed in the form of dev.to: articles with author, title, tags and reactions. */
export const devTo = (): string =>
  page(
    "DEV Community (lab)",
    "body{font:16px system-ui,sans-serif;background:#f5f5f5;color:#171717;max-width:42rem;margin:1rem auto}article{background:#fff;border-radius:6px;padding:1rem;margin:.5rem 0}h2{margin:.2rem 0}",
    `<header><b>DEV</b> <a href="#">Latest</a> <a href="#">Top</a></header><main>${HEADLINES.devto
      .map(
        ({ title, by, tags, reactions, comments, teaser }) =>
          `<article class="crayons-story"><p class="author">${inHtml(by)}</p><h2 class="crayons-story__title"><a href="#">${inHtml(title)}</a></h2><p class="tags">${tags.map((tag) => `<span>#${tag}</span>`).join(" ")}</p>${teaser ? `<p class="teaser">${inHtml(teaser)}</p>` : ""}<p>${reactions} reactions · ${comments} comments · 4 min read</p></article>`,
      )
      .join("\n")}</main>`,
  );

/** What a headline of the first page leads to. */
export function item(at: number): string | undefined {
  const post = HEADLINES.hackernews[at - 1];
  return (
    post &&
    page(
      post.title,
      "body{font:16px system-ui,sans-serif;max-width:40rem;margin:2rem auto}",
      `<h1>${inHtml(post.title)}</h1><p>By ${inHtml(post.by)}. ${post.points} points, ${post.comments} comments.</p><p>Only the headline of this post was made up.</p>`,
    )
  );
}
