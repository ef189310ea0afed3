"use client";

import dynamic from "next/dynamic";
import { useMemo } from "react";
import { NOTES_ID } from "@/components/ami-updates/proposal/notes-id";
import { AsyncView } from "@/components/data/async-view";
import { OutsideLink } from "@/components/data/text-link";
import { useRead } from "@/components/data/use-read";
import { useUrlState } from "@/components/data/use-url-state";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { amiReadUrls } from "@/lib/ami-updates/keys";
import type { ReleaseLine, ReleaseNotes } from "@/lib/ami-updates/views";
import { plural } from "@/lib/platform/format";
import { plainText } from "@/lib/platform/plain-text";

const waits = () => <Skeleton className="h-96" />;
const LogView = dynamic(
  () => import("@/components/data/log-view").then((module) => module.LogView),
  { loading: waits },
);

/** The release notes as plain numbered text; the address names release and line. */
export function NotesPanel({
  updateId,
  releases,
}: {
  updateId: string;
  releases: readonly ReleaseLine[];
}) {
  const url = useUrlState();
  const wanted = url.get("notes");
  const shown = releases.find(({ release }) => release === wanted) ?? releases.at(-1);
  return (
    <section
      id={NOTES_ID}
      tabIndex={-1}
      aria-labelledby={`${NOTES_ID}-title`}
      className="min-w-0 scroll-mt-16 rounded-md border bg-page"
    >
      <header className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-b px-3 py-1.5">
        <h2 id={`${NOTES_ID}-title`} className="mr-auto">
          Release notes
        </h2>
        {shown?.url ? <OutsideLink href={shown.url}>On GitHub</OutsideLink> : null}
        {releases.length > 1 ? (
          <div className="w-48 [&_label]:sr-only">
            <Field label="Release">
              <Select
                value={shown?.release}
                onChange={(event) => {
                  history.replaceState(null, "", `${location.pathname}${location.search}`);
                  url.set({ notes: event.target.value });
                }}
              >
                {releases.map(({ release, notes }) => (
                  <option key={release} value={release}>
                    {plainText(release)}
                    {notes === "missing" ? " (no notes)" : ""}
                  </option>
                ))}
              </Select>
            </Field>
          </div>
        ) : null}
      </header>
      <div className="grid gap-2 p-3">
        {shown === undefined ? (
          <p className="text-muted">No release lies between the two images.</p>
        ) : shown.notes === "missing" ? (
          <p>
            There are no notes of <bdi>{plainText(shown.release)}</bdi>. That is not the same as “no
            changes”: the score counts them as missing.
          </p>
        ) : (
          <Notes key={shown.release} updateId={updateId} release={shown} />
        )}
      </div>
    </section>
  );
}

function Notes({ updateId, release }: { updateId: string; release: ReleaseLine }) {
  const address = amiReadUrls.notes(updateId, release.release);
  const read = useRead<ReleaseNotes>(["ami-updates", "notes", address], address, {
    staleMs: Number.POSITIVE_INFINITY,
  });
  const lines = useMemo(
    () => read.data?.lines.map((text, at) => ({ number: at + 1, text })) ?? [],
    [read.data],
  );
  return (
    <>
      <p className="text-meta text-muted">
        {plural(release.lines, "line")} as they were read from{" "}
        {release.notes === "release" ? "GitHub Releases" : "the changelog"}, as plain text: nothing
        in them is acted on.
      </p>
      <AsyncView
        state={read.state}
        problem={read.problem}
        onRetry={read.retry}
        skeleton={<Skeleton className="h-[28rem]" />}
      >
        {read.data ? (
          <LogView lines={lines} complete label={`Release notes of ${release.release}`} />
        ) : null}
      </AsyncView>
    </>
  );
}
