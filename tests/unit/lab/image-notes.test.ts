import { describe, expect, it } from "vitest";
import { parseEntry } from "@/server/ami-updates/notes/parse-entry";
import { isKind, KINDS, type Kind, storyOf } from "../../../lab/images/kinds.ts";
import { FLAVOURS, imageIds } from "../../../lab/images/model.ts";
import { pastReleases } from "../../../lab/images/past-releases.ts";
import { changelogEntry, writeNotes } from "../../../lab/images/write-notes.ts";

const RELEASE = "v20261120";
const newest = pastReleases().at(-1)?.recipe ?? expect.fail("There are no releases.");

/** The notes of a release of this kind that follows the newest of a new lab, read by the product. */
function read(kind: Kind, minor = "1.34", flavour: (typeof FLAVOURS)[number] = FLAVOURS[2]) {
  const story = storyOf(kind);
  const kubernetes = Object.fromEntries(
    Object.entries(newest).map(([name, { kubelet, packages }]) => [
      name,
      { kubelet, packages: story.packages(packages), images: imageIds(RELEASE, name) },
    ]),
  );
  const release = { release: RELEASE, kubernetes, publishedAt: "2026-11-20T18:00:00.000Z" };
  const text = changelogEntry(writeNotes(release, "v20261114", story));
  const entry = parseEntry(RELEASE, text, { kubernetesVersion: minor, ...flavour });
  const packages = Object.fromEntries(
    [...(entry.section?.packages ?? [])].map(([name, { version }]) => [name, version]),
  );
  return { entry, packages, published: kubernetes[minor]?.packages ?? {}, text };
}
const atFirst = (name: string, minor = "1.34") => newest[minor]?.packages[name] ?? "";

describe("the lab's release notes", () => {
  it.each(Object.keys(KINDS).filter(isKind))("of the kind %s are read whole", (kind) => {
    for (const minor of Object.keys(newest)) {
      for (const flavour of FLAVOURS) {
        const { entry, packages, published } = read(kind, minor, flavour);
        expect(entry.problems).toEqual([]);
        expect(entry.section?.releaseVersion?.value).toBe(`${newest[minor]?.kubelet}-20261120`);
        const kernel = packages.kernel ?? packages["kernel6.12"];
        expect([kernel, packages.containerd, packages.runc]).toEqual([
          published.kernel,
          published.containerd,
          published.runc,
        ]);
        expect("aws-neuronx-dkms" in packages).toBe(flavour.variant === "neuron");
        expect("nvidia-container-toolkit" in packages).toBe(flavour.variant === "nvidia");
      }
    }
  });

  it("say of each kind what it is about", () => {
    expect(read("abandoned").entry.abandoned).toBe(true);
    expect(read("routine").entry.abandoned).toBe(false);
    const empty = read("empty-notes");
    expect(empty.entry.bullets).toEqual([]);
    expect(empty.packages.containerd).not.toBe(atFirst("containerd"));
    const major = read("containerd-major");
    expect(atFirst("containerd")).toMatch(/^1\.7\./);
    expect(major.packages.containerd).toMatch(/^2\.1\./);
    expect(major.entry.callOuts.map(({ kind }) => kind)).toEqual(["important"]);
    expect(
      read("cve-fix")
        .entry.bullets.map(({ text }) => text)
        .join(),
    ).toContain("CVE-2025-31133");
  });

  it("that are hostile hold a real danger behind their words", () => {
    const { packages, text } = read("hostile");
    expect(atFirst("runc")).toMatch(/^1\.3\./);
    expect(packages.runc).toMatch(/^1\.2\./);
    for (const active of ["Ignore all earlier", "![", "<img", "@everyone", "<!-- ami-update"]) {
      expect(text).toContain(active);
    }
  });
});
