/** A git server: repositories one can clone and push to; a push lands in the source bucket or with GitHub. */
import { existsSync } from "node:fs";
import { appendFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Lab, Service } from "../../core/contracts.ts";
import { git } from "../../core/git.ts";
import { publishBranches, SOURCE_BUCKET } from "./publish.ts";
import { REPOSITORIES, type Repository } from "./repositories.ts";
import { answerGit, GIT_PREFIX } from "./smart-http.ts";

export default function createScm(lab: Lab): Service {
  const root = join(lab.stateDir, "scm", "repositories");
  let publishing = Promise.resolve();
  /** One after the other: two pushes at once must not publish a branch twice or in the wrong order. */
  const publish = (repository: string) => {
    publishing = publishing
      .then(() => publishBranches(lab, root, repository))
      .catch((error: Error) => lab.log("scm", "A push was not published.", { error: error.stack }));
    return publishing;
  };
  const find = (name: string) => REPOSITORIES.find((one) => one.name === name);
  const server = {
    root,
    has: (name: string) => find(name) !== undefined,
    async pushed(name: string) {
      if (find(name)?.follows === "github") await lab.call("github", "TakePush", { name });
      else await publish(name);
    },
  };

  return {
    name: "scm",
    protocol: "rest-json",
    pages: { [GIT_PREFIX]: (req, res) => answerGit(lab, server, req, res) },
    async start() {
      lab.objects.ensureBucket(SOURCE_BUCKET, { versioned: true });
      for (const repository of REPOSITORIES) {
        await ensureRepository(root, repository);
        if (repository.follows === "source-bucket") await publish(repository.name);
      }
    },
    stop: () => publishing,
  };
}

/** A file of their own, because each `git config` is a process. Every start writes it anew. */
const SETTINGS = `[http]
	receivepack = true
[receive]
	maxInputSize = 256m
	fsckObjects = true
[gc]
	# Old heads stay readable, so that a forced push can still say what it brought.
	auto = 0
[core]
	fsync = all
`;
const INCLUDE = "[include]\n\tpath = lab.config\n";

async function ensureRepository(root: string, { name, follows }: Repository): Promise<void> {
  const path = join(root, `${name}.git`);
  await mkdir(path, { recursive: true });
  if (!existsSync(join(path, "HEAD"))) {
    await git(path, ["init", "--quiet", "--bare", "--initial-branch=main", "."]);
  }
  await writeFile(join(path, "lab.config"), SETTINGS);
  const config = join(path, "config");
  const known = await readFile(config, "utf8");
  if (!known.includes(INCLUDE)) await appendFile(config, INCLUDE);
  if (follows === "github") return;
  await mkdir(join(path, "hooks"), { recursive: true });
  await writeFile(join(path, "hooks", "post-receive"), SAY_WHAT_FOLLOWS, { mode: 0o755 });
}

/** What the hook prints stands after `remote:` in the terminal of whoever pushed. */
const SAY_WHAT_FOLLOWS = `#!/bin/sh
while read -r before after ref; do
  printf '%s\\n' "The lab takes \${ref#refs/heads/}: a pipeline that follows this branch starts now."
done
printf '%s\\n' 'Follow it in the console under Releases, or with: npm run lab -- status'
`;
