import "server-only";
import { createAppAuth } from "@octokit/auth-app";
import type { Octokit } from "@octokit/core";
import { AppError } from "@/server/platform/errors";
import type { RepositoryRef } from "./contracts";
import type { RequestNotes } from "./remember-answers";
import { type GitHubSettings, readPrivateKey } from "./settings";

/** What a call needs of its token, and nothing else. */
export type Permissions = Partial<
  Record<"contents" | "pull_requests" | "checks" | "statuses" | "metadata", "read" | "write">
>;

export interface Token {
  /** Of the header; absent for a public read without any installation. */
  authorization?: string;
  /** Parts remembered answers: the repository, or `public`. */
  scope: string;
  /** The App is installed on the repository. */
  installed: boolean;
}

/** Where an App is installed changes rarely; an hour is also how long a token lives. */
const KNOWN_FOR_MS = 600_000;

/** Installation tokens, each for one repository and one set of permissions, kept until they run out. */
export class Tokens {
  readonly #octokit: Octokit;
  readonly #auth: ReturnType<typeof createAppAuth> | undefined;
  readonly #installations = new Map<string, { id: number | undefined; until: number }>();

  /** @throws AppError when the key is none */
  constructor(octokit: Octokit, app: GitHubSettings["app"]) {
    this.#octokit = octokit;
    this.#auth =
      app &&
      createAppAuth({
        appId: app.id,
        privateKey: readPrivateKey(app.privateKey),
        request: octokit.request,
        log: { warn: () => undefined } as never,
      });
  }

  /**
   * For a repository where the App is not installed a read gets a token that sees public
   * repositories only, and a write is refused. @throws AppError or what Octokit throws
   */
  async for(
    at: RepositoryRef,
    permissions: Permissions,
    { renew = false, ...notes }: { renew?: boolean } & Pick<RequestNotes, "onFailure"> = {},
  ): Promise<Token> {
    const writes = Object.values(permissions).includes("write");
    const scope = `${at.owner}/${at.name}`;
    if (renew) this.#installations.delete(scope);
    const installation = await this.#installation(scope, `/repos/${scope}/installation`, notes);
    if (installation !== undefined) {
      const token = await this.#token(installation, [at.name], permissions, renew);
      return { authorization: `token ${token}`, scope, installed: true };
    }
    if (writes) throw notInstalled(at);
    const any = await this.#installation("", "/app/installations?per_page=1", notes);
    if (any === undefined) return { scope: "public", installed: false };
    const token = await this.#token(any, undefined, { metadata: "read" }, renew);
    return { authorization: `token ${token}`, scope: "public", installed: false };
  }

  /** For what is asked as the App itself. */
  async asApp(): Promise<string> {
    if (!this.#auth) throw notConfigured();
    const { token } = await this.#auth({ type: "app" });
    return `bearer ${token}`;
  }

  async #installation(key: string, url: string, notes: RequestNotes): Promise<number | undefined> {
    if (!this.#auth) return undefined;
    const known = this.#installations.get(key);
    if (known && known.until > Date.now()) return known.id;
    const id = await this.#findInstallation(url, notes);
    this.#installations.set(key, {
      id,
      // Somebody who has just been told to install the App should not have to wait.
      until: Date.now() + (id === undefined ? 15_000 : KNOWN_FOR_MS),
    });
    return id;
  }

  async #findInstallation(url: string, notes: RequestNotes): Promise<number | undefined> {
    try {
      const headers = { authorization: await this.asApp() };
      const request = notes as Record<string, unknown>;
      const { data } = await this.#octokit.request(`GET ${url}`, { headers, request });
      return (Array.isArray(data) ? data[0] : data)?.id;
    } catch (error) {
      if ((error as { status?: number }).status === 404) return undefined;
      throw error;
    }
  }

  async #token(
    installationId: number,
    repositoryNames: string[] | undefined,
    permissions: Permissions,
    refresh: boolean,
  ): Promise<string> {
    if (!this.#auth) throw notConfigured();
    const { token } = await this.#auth({
      type: "installation",
      installationId,
      ...(repositoryNames && { repositoryNames }),
      permissions: permissions as Record<string, string>,
      refresh,
    });
    return token;
  }
}

export const notInstalled = (at: RepositoryRef): AppError =>
  new AppError("upstream", `The GitHub App is not installed on ${at.owner}/${at.name}.`, {
    retryable: false,
    effect: "none",
  });

export const notConfigured = (): AppError =>
  new AppError("upstream", "GitHub is not configured: the App's id and private key are missing.", {
    retryable: false,
    effect: "none",
  });
