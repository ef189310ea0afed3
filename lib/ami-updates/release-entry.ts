import type { Citation } from "./model";

/** One call-out of the notes: `> **Warning** …`, `> [!CAUTION] …`. */
export interface CallOut {
  kind: "note" | "tip" | "important" | "warning" | "caution";
  /** Its lines without the quote marks, joined. */
  text: string;
  /** Of its first and its last line, from 1. */
  line: number;
  lastLine: number;
}

export interface NoteBullet {
  text: string;
  line: number;
}

/** A package's version in one column of the table. */
export interface PackageVersion {
  version: string;
  /** The line that holds the version. */
  line: number;
}

/** What a release's notes say about one Kubernetes version and one kind of image. */
export interface ImageSection {
  kubernetesVersion: string;
  /** `1.34.9-20260714`, where the section says so. */
  releaseVersion?: { value: string; line: number };
  imageNames: string[];
  /** By package name; a package that the image does not have is absent. Undefined without such a column. */
  packages?: Map<string, PackageVersion>;
}

/** A release's notes, read. Only what is plain enough to be compared; the text is kept beside it. */
export interface ReleaseEntry {
  release: string;
  abandoned: boolean;
  /** The heading's line, when there is one. */
  headingLine?: number;
  callOuts: CallOut[];
  /** Under "What's Changed" and its like; empty notes are empty here, which does not mean "no changes". */
  bullets: NoteBullet[];
  /** Source image by its row's name, the column that is for this Kubernetes version. */
  sourceImage?: { value: string; line: number };
  /** Absent when the notes have no section for this Kubernetes version. */
  section?: ImageSection;
  /** What keeps the entry from being read whole: one sentence each. */
  problems: string[];
  /** The lines of the text that was read, as citations count them. */
  lines: string[];
}

/** Points to a line of an entry, word for word, without the space around it. */
export function cite(entry: ReleaseEntry, line: number): Citation {
  const quote = (entry.lines[line - 1] ?? "").trim();
  return { release: entry.release, line, quote: quote.slice(0, 300) };
}
