/** Zips what the buildspec's `artifacts` names and puts it where the build's target says. */
import { createHash } from "node:crypto";
import {
  createReadStream,
  createWriteStream,
  existsSync,
  lstatSync,
  readlinkSync,
  realpathSync,
} from "node:fs";
import { basename, join, resolve, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { ZipFile } from "yazl";
import type { Lab } from "../../core/contracts.ts";
import { type ArtifactsSection, isYes } from "./buildspec.ts";
import { globToRegExp, listFiles } from "./glob.ts";
import { type Build, PhaseFailure, type ProjectArtifacts } from "./model.ts";

const MOST_FILES = 50_000;
const clientError = (message: string) => new PhaseFailure("CLIENT_ERROR", message);

export interface ChosenFile {
  /** Relative to `base`. */
  path: string;
  /** Its name in the artifact. */
  name: string;
}

/** @throws PhaseFailure CLIENT_ERROR when a path leads outside or nothing matches. */
export function chooseFiles(
  sourceDir: string,
  section: {
    files: string[];
    "base-directory"?: string;
    "discard-paths"?: boolean | "yes" | "no";
    "exclude-paths"?: string[];
  },
  what = "artifact",
): { base: string; files: ChosenFile[] } {
  const base = findBase(sourceDir, section["base-directory"] ?? ".", what);
  const wanted = section.files.map(globToRegExp);
  const excluded = (section["exclude-paths"] ?? []).map(globToRegExp);
  const matches = listFiles(base, MOST_FILES).filter(
    (path) => wanted.some((one) => one.test(path)) && !excluded.some((one) => one.test(path)),
  );
  if (matches.length === 0) throw clientError(`no matching ${what} paths found`);
  const flat = isYes(section["discard-paths"]);
  return {
    base,
    files: matches.map((path) => ({ path, name: flat ? basename(path) : path })),
  };
}

function findBase(sourceDir: string, wanted: string, what: string): string {
  const root = realpathSync(sourceDir);
  const literal = resolve(root, wanted);
  if (!existsSync(literal)) {
    throw clientError(`no matching base directory path found for ${wanted}`);
  }
  const base = realpathSync(literal);
  if (base !== root && !base.startsWith(root + sep)) {
    throw clientError(`the ${what} base directory ${wanted} leads outside of the build`);
  }
  return base;
}

/** Links are kept as links; one that leads outside is refused. */
export async function zipFiles(base: string, files: ChosenFile[], into: string): Promise<void> {
  const zip = new ZipFile();
  const written = pipeline(zip.outputStream, createWriteStream(into));
  // Until it is awaited below, a failure in between must not go unheard as a rejection.
  written.catch(() => undefined);
  for (const { path, name } of files) {
    const full = join(base, path);
    const stat = lstatSync(full);
    if (stat.isSymbolicLink()) {
      const target = readlinkSync(full);
      const lands = resolve(join(full, ".."), target);
      if (lands !== base && !lands.startsWith(base + sep)) continue;
      zip.addBuffer(Buffer.from(target), name, { mode: 0o120777, mtime: stat.mtime });
    } else {
      zip.addFile(full, name, { mode: stat.mode, mtime: stat.mtime });
    }
  }
  zip.end();
  await written;
}

/** Uploads and answers what `BatchGetBuilds` shows under `artifacts`. */
export async function uploadArtifacts(
  lab: Lab,
  build: Build,
  target: ProjectArtifacts,
  section: ArtifactsSection | null | undefined,
  places: { source: string; temporary: string },
  log: (line: string) => void,
): Promise<Build["artifacts"]> {
  if (target.type === "NO_ARTIFACTS" || !target.location) return {};
  if (!section)
    throw clientError("no artifacts are declared in the buildspec, but the project needs some");
  log("Expanding base directory path: .");
  const { base, files } = chooseFiles(places.source, section);
  log(`Found ${files.length} file(s)`);
  const bucket = target.location;
  const folder = [
    target.path,
    target.namespaceType === "BUILD_ID" ? build.id.split(":")[1] : undefined,
  ].filter(Boolean);
  const name = section.name ?? target.name ?? build.projectName;
  if (target.type === "S3" && target.packaging !== "ZIP") {
    for (const file of files) {
      const key = [...folder, name, file.name].join("/");
      if (lstatSync(join(base, file.path)).isSymbolicLink()) continue;
      await lab.objects.put(bucket, key, { file: join(base, file.path) });
    }
    return { location: `arn:aws:s3:::${[bucket, ...folder, name].join("/")}` };
  }
  const zip = join(places.temporary, "artifact.zip");
  await zipFiles(base, files, zip);
  // In a pipeline the place is the pipeline's to say, not the buildspec's.
  const key =
    target.type === "CODEPIPELINE" ? (target.name ?? build.id) : [...folder, name].join("/");
  await lab.objects.put(bucket, key, { file: zip }, { contentType: "application/zip" });
  const sums = await checksums(zip);
  return { location: `arn:aws:s3:::${bucket}/${key}`, ...sums };
}

async function checksums(file: string): Promise<{ sha256sum: string; md5sum: string }> {
  const sha256 = createHash("sha256");
  const md5 = createHash("md5");
  for await (const chunk of createReadStream(file)) {
    sha256.update(chunk as Buffer);
    md5.update(chunk as Buffer);
  }
  return { sha256sum: sha256.digest("hex"), md5sum: md5.digest("hex") };
}
