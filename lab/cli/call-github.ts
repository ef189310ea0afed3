import type { FoundLab } from "./find-lab.ts";
import { type CommandLine, UsageError } from "./options.ts";

/** Options of the commands that act as a person on the lab's GitHub. */
export const PERSON_OPTIONS = ["as"];

const REPOSITORY = "platform/eks-config";

/** Who acts: `--as LOGIN`, else octavia. */
export function personOf({ flags }: CommandLine): string {
  const login = String(flags.as ?? "octavia");
  if (/^[A-Za-z0-9][A-Za-z0-9-]{0,38}$/.test(login)) return login;
  throw new UsageError(`--as takes a login of letters, digits and hyphens, not "${login}".`);
}

/** The pull request's number that a command was given. */
export function pullNumber(command: string, { positional }: CommandLine): number {
  const [text = "", ...more] = positional;
  const number = Number(text.replace(/^#/, ""));
  if (Number.isInteger(number) && number > 0 && more.length === 0) return number;
  throw new UsageError(
    `ami ${command} takes a pull request's number; "npm run lab -- ami pulls" lists them.`,
  );
}

/** Asks the lab's GitHub about `platform/eks-config` as a person. A refusal becomes one sentence. */
export async function callGitHub<T>(
  lab: FoundLab,
  login: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`${lab.endpoint}/_lab/github/api/v3/repos/${REPOSITORY}${path}`, {
    method,
    headers: { authorization: `token ghp_lab_${login}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(30_000),
  });
  const said = (await response.json()) as T & {
    message?: string;
    errors?: { message?: string }[];
  };
  if (response.ok) return said;
  const why = said.errors?.[0]?.message ?? said.message ?? `it answered ${response.status}`;
  throw new UsageError(`GitHub refused: ${why}`);
}

export interface PullInList {
  number: number;
  title: string;
  state: string;
  merged_at: string | null;
  html_url: string;
  head: { ref: string; sha: string };
  user: { login: string };
}
