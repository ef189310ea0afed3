import { APP_ROUTES } from "../rest/app.ts";
import { BRANCH_ROUTES } from "../rest/branches.ts";
import { CHECK_ROUTES } from "../rest/checks.ts";
import { COMMIT_ROUTES } from "../rest/commits.ts";
import { CONTENT_ROUTES } from "../rest/contents.ts";
import { GIT_DATA_ROUTES } from "../rest/git-data.ts";
import { ISSUE_ROUTES } from "../rest/issues.ts";
import { MERGE_ROUTES } from "../rest/merge.ts";
import { PULL_ROUTES } from "../rest/pulls.ts";
import { REF_ROUTES } from "../rest/refs.ts";
import { RELEASE_ROUTES } from "../rest/releases.ts";
import { REVIEW_ROUTES } from "../rest/reviews.ts";
import type { Route } from "./route.ts";

/** Everything of GitHub's REST API that the lab answers; the first that fits is taken. */
export const ROUTES: Route[] = [
  ...APP_ROUTES,
  ...CONTENT_ROUTES,
  ...REF_ROUTES,
  ...GIT_DATA_ROUTES,
  ...CHECK_ROUTES,
  ...COMMIT_ROUTES,
  ...BRANCH_ROUTES,
  ...MERGE_ROUTES,
  ...REVIEW_ROUTES,
  ...PULL_ROUTES,
  ...ISSUE_ROUTES,
  ...RELEASE_ROUTES,
];
