/** DOWNLOAD_SOURCE: fetches and unpacks the source, and reads the buildspec. */
import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import type { Lab } from "../../core/contracts.ts";
import { type Buildspec, parseBuildspec } from "./buildspec.ts";
import { type Build, PhaseFailure } from "./model.ts";
import { unpackSource } from "./unpack-source.ts";

/** Where the source lies, from `arn:aws:s3:::bucket/key`, `bucket/key` or a version of the latter. */
export function sourceObject(
  build: Build,
): { bucket: string; key: string; version?: string } | undefined {
  const arn = /^arn:aws:s3:::([^/]+)\/(.+)$/.exec(build.sourceVersion ?? "");
  if (arn?.[1] && arn[2]) return { bucket: arn[1], key: arn[2] };
  const location = /^(?:arn:aws:s3:::)?([^/]+)\/(.+)$/.exec(build.source.location ?? "");
  if (build.source.type !== "S3" || !location?.[1] || !location[2]) return undefined;
  const version = build.sourceVersion ? { version: build.sourceVersion } : {};
  return { bucket: location[1], key: location[2], ...version };
}

/** @throws PhaseFailure CLIENT_ERROR or YAML_FILE_ERROR */
export async function prepareSource(lab: Lab, build: Build, sourceDir: string): Promise<Buildspec> {
  if (build.source.type !== "NO_SOURCE") {
    const place = sourceObject(build);
    const object = place && lab.objects.head(place.bucket, place.key, place.version);
    if (!object) {
      const where = place ? `s3://${place.bucket}/${place.key}` : "(not given)";
      throw new PhaseFailure("CLIENT_ERROR", `The source ${where} does not exist.`);
    }
    build.resolvedSourceVersion =
      object.metadata["commit-id"] ??
      (object.versionId === "null" ? object.etag.replaceAll('"', "") : object.versionId);
    await unpackSource(object.path, sourceDir);
  }
  const named = build.source.buildspec ?? "";
  const inline = named.includes("\n") || /^\s*version\s*:/.test(named);
  return parseBuildspec(inline ? named : readBuildspec(sourceDir, named || "buildspec.yml"));
}

function readBuildspec(sourceDir: string, name: string): string {
  const missing = new PhaseFailure("YAML_FILE_ERROR", `YAML file does not exist: ${name}`);
  const root = realpathSync(sourceDir);
  const path = resolve(root, name);
  if (!existsSync(path)) throw missing;
  const real = realpathSync(path);
  if (!real.startsWith(root + sep)) {
    throw new PhaseFailure("YAML_FILE_ERROR", `The buildspec ${name} leads outside of the source`);
  }
  if (!statSync(real).isFile()) throw missing;
  if (statSync(real).size > 1024 * 1024) {
    throw new PhaseFailure("YAML_FILE_ERROR", `The buildspec ${name} is larger than 1 MB`);
  }
  return readFileSync(join(real), "utf8");
}
