import "server-only";
import { branches } from "./branches";
import { connect } from "./call-github";
import { checks } from "./checks";
import { openClient } from "./client";
import { commits } from "./commits";
import { comparisons } from "./comparisons";
import type { GitHub } from "./contracts";
import { files } from "./files";
import { merges } from "./merges";
import { pulls } from "./pulls";
import { releases } from "./releases";
import { AnswerMemory } from "./remember-answers";
import type { GitHubSettings } from "./settings";
import { Tokens } from "./tokens";

/**
 * GitHub as the App sees it. One for the whole process: it keeps tokens and the answers that ETags
 * are asked with. @throws AppError when the private key is none
 */
export function gitHub(settings: GitHubSettings): GitHub {
  const octokit = openClient(settings.apiUrl, new AnswerMemory());
  const connection = connect(octokit, new Tokens(octokit, settings.app), settings);
  let login: Promise<string> | undefined;
  return {
    ...files(connection),
    ...branches(connection),
    ...commits(connection),
    ...comparisons(connection),
    ...pulls(connection),
    ...merges(connection),
    ...checks(connection),
    ...releases(connection),
    appLogin: () => {
      login ??= connection
        .callAsApp("appLogin", async ({ request }) => {
          const { data } = await request("GET /app");
          return `${data?.slug}[bot]`;
        })
        .catch((error) => {
          login = undefined;
          throw error;
        });
      return login;
    },
  };
}
