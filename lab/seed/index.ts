import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Lab } from "../core/contracts.ts";

/** Seed files, in order: each exports `default async (lab: Lab) => void` and may run again after a kill, so it must bear that. */
const SEEDS = [
  "foundation",
  "fleet",
  "codebuild",
  "codedeploy",
  "codepipeline",
  "images",
  "eks-config",
];

/** Fills a new lab. Runs after every service's `start`; a seed that ended once never runs again. */
export async function seedLab(lab: Lab): Promise<void> {
  const done = lab.store.collection<{ at: Date }>("lab.seeds");
  for (const name of SEEDS) {
    const module = new URL(`./${name}.ts`, import.meta.url);
    if (done.get(name) || !existsSync(fileURLToPath(module))) continue;
    const { default: seed } = (await import(module.href)) as {
      default: (lab: Lab) => Promise<void>;
    };
    try {
      await seed(lab);
      done.put(name, { at: new Date() });
    } catch (error) {
      // A lab that lacks something is of more use than none; the next start tries again.
      lab.log("seed", `The seed "${name}" did not end well.`, { error: (error as Error).stack });
    }
  }
}
