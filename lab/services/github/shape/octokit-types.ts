import type { Octokit } from "@octokit/core";

declare const octokit: Octokit;

/** The body that Octokit's types promise for a route, e.g. `GET /repos/{owner}/{repo}`. */
export type Body<R extends `${"GET" | "POST" | "PUT" | "PATCH" | "DELETE"} /${string}`> = Awaited<
  ReturnType<typeof octokit.request<R>>
>["data"];
