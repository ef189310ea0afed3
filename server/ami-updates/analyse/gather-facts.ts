import "server-only";
import type { AmiConfig, settingsOf } from "@/lib/ami-updates/config";
import { applyCriteria } from "@/lib/ami-updates/criteria";
import { floorsOf } from "@/lib/ami-updates/floors";
import type {
  Factor,
  PackageChange,
  ReleaseInRange,
  SecurityFinding,
} from "@/lib/ami-updates/model";
import { diffPackages } from "@/lib/ami-updates/package-diff";
import type { ReleaseEntry } from "@/lib/ami-updates/release-entry";
import { releaseDay, tagOf } from "@/lib/ami-updates/release-tag";
import { securityOf } from "@/lib/ami-updates/security";
import { highest } from "@/lib/ami-updates/verdict";
import type { AmiParts, UpdateRun } from "../contracts";
import { fetchNotes } from "../notes/fetch-notes";
import type { Wanted } from "../notes/parse-entry";

/** All that is known of an update before any model is asked. */
export interface UpdateFacts {
  wanted: Wanted;
  /** Tag of the release that runs now; undefined when it is not known. */
  from?: string;
  fromAbandoned: boolean;
  /** Of the new release; undefined when it has no notes. */
  target?: ReleaseEntry;
  /** Of the range, oldest first, those that have notes. */
  entries: ReleaseEntry[];
  releases: ReleaseInRange[];
  changes: PackageChange[];
  /** Both ends' tables could be compared, or stand-ins for them that `gaps` tells of. */
  compared: boolean;
  gaps: string[];
  security: SecurityFinding[];
  /** Floors and the organisation's rules. */
  factors: Factor[];
  /** The least risk by these factors. */
  floor: number;
}

/** Reads the notes of the range and computes what follows from them. @throws AppError when GitHub cannot be read */
export async function gatherFacts(
  parts: Pick<AmiParts, "github" | "now">,
  config: AmiConfig,
  { cluster, nodeClass }: NonNullable<ReturnType<typeof settingsOf>>,
  run: UpdateRun,
): Promise<UpdateFacts> {
  const { kubernetesVersion } = cluster;
  const { architecture, variant } = nodeClass;
  const wanted = { kubernetesVersion, architecture, variant };
  const from = run.from.release ?? tagOf(run.from.releaseVersion ?? "");
  const fromKubernetes = minorOf(run.from.releaseVersion);
  const notes = await fetchNotes(
    parts.github,
    config.notes,
    { from, to: run.to.release },
    { ...wanted, fromKubernetes },
  );
  const { range, releases } = notes;
  const entries = range.flatMap(({ entry }) => entry ?? []);
  const { changes, gaps, compared } = diffPackages({ release: from, entry: notes.from }, range);
  const security = securityOf(entries, variant);
  const { releaseVersion } = run.to;
  const floors = floorsOf({ ...wanted, range, releaseVersion, changes, gaps });
  const day = releaseDay(run.to.release);
  const criteria = applyCriteria(config.criteria.rules, {
    risk: highest(floors),
    abandoned: floors.some(({ id }) => id === "abandoned"),
    notesMissing: floors.some(({ id }) => id === "notes-missing"),
    security,
    changes,
    releasesBetween: range.length - 1,
    ...(day ? { ageHours: (parts.now().getTime() - day.getTime()) / 3_600_000 } : {}),
  });
  const factors = [...floors, ...criteria];
  return {
    wanted,
    from,
    fromAbandoned: notes.from?.abandoned === true,
    target: range.at(-1)?.entry,
    entries,
    releases,
    changes,
    compared: compared !== undefined,
    gaps,
    security,
    factors,
    floor: highest(factors),
  };
}

/** The Kubernetes version that an image is for: `1.33` of `1.33.5-20251108`. */
const minorOf = (releaseVersion: string | undefined): string | undefined =>
  /^(1\.\d+)\.\d+-/.exec(releaseVersion ?? "")?.[1];
