"use client";

import { useState } from "react";
import { ActionButton } from "@/components/data/action-button";
import { ConfirmDialog } from "@/components/data/confirm-dialog";
import { useServerAction } from "@/components/data/use-server-action";
import { cacheReads } from "@/components/prompt-cache/parts/cache-reads";
import { Section } from "@/components/prompt-cache/parts/section";
import { whyNot } from "@/components/prompt-cache/parts/why-not";
import { useShell } from "@/components/shell/shell-state";
import { formatCount, plural } from "@/lib/platform/format";
import type { FillerPhrase, TuningView } from "@/lib/prompt-cache/tuning";
import { saveNamespaceAction } from "@/server/prompt-cache/actions";
import { useNamespace } from "./use-namespace";

const ORIGIN_TEXT: Record<FillerPhrase["origin"], string> = {
  "built-in": "built in",
  namespace: "this namespace",
  suggested: "suggested",
};

/** Phrases that compression takes out of recent misses, and those that it might. */
export function FillerPanel({ view }: { view: TuningView }) {
  const { role } = useShell().person;
  const [adding, setAdding] = useState<FillerPhrase>();
  const why = whyNot(role, "prompt.manage");
  const { fillers, namespace } = view;
  const suggests = fillers.some(({ origin }) => origin === "suggested");
  return (
    <Section boxed title="Filler phrases">
      <p className="text-muted">
        {fillers.length === 0
          ? "No filler phrase occurs in the prompts of recent misses."
          : "In the prompts of recent misses; tokens are estimates over all of them."}
      </p>
      {fillers.length === 0 ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard
        <section tabIndex={0} aria-label="Phrases" className="max-h-96 overflow-auto">
          <table
            className="w-full table-fixed border-separate border-spacing-0"
            aria-label="Filler phrases by frequency"
          >
            <colgroup>
              <col />
              <col className="w-18" />
              <col className="w-16" />
              {suggests ? <col className="w-18" /> : null}
            </colgroup>
            <thead className="sticky top-0 z-1 bg-raised text-meta text-muted">
              <tr>
                <th scope="col" className="h-8 px-2 text-start font-medium">
                  Phrase and origin
                </th>
                <th scope="col" className="h-8 px-2 text-end font-medium">
                  Prompts
                </th>
                <th scope="col" className="h-8 px-2 text-end font-medium">
                  Tokens
                </th>
                {suggests ? (
                  <th scope="col" className="px-2">
                    <span className="sr-only">Action</span>
                  </th>
                ) : null}
              </tr>
            </thead>
            <tbody>
              {fillers.map((filler) => (
                <tr key={`${filler.origin} ${filler.phrase}`}>
                  <th
                    scope="row"
                    className="h-row border-t px-2 py-1 text-start font-normal wrap-anywhere"
                  >
                    {filler.phrase}
                    <span className="text-meta text-muted"> · {ORIGIN_TEXT[filler.origin]}</span>
                  </th>
                  <td className="border-t px-2 text-end">{formatCount(filler.count)}</td>
                  <td className="border-t px-2 text-end">{formatCount(filler.tokens)}</td>
                  {suggests ? (
                    <td className="border-t px-2 text-end">
                      {filler.origin === "suggested" ? (
                        <ActionButton size="sm" disabledWhy={why} onPress={() => setAdding(filler)}>
                          Add…<span className="sr-only"> {filler.phrase}</span>
                        </ActionButton>
                      ) : null}
                    </td>
                  ) : null}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {adding ? (
        <AddPhrase namespace={namespace} filler={adding} onClose={() => setAdding(undefined)} />
      ) : null}
    </Section>
  );
}

function AddPhrase({
  namespace,
  filler: { phrase, count, tokens },
  onClose,
}: {
  namespace: string;
  filler: FillerPhrase;
  onClose: () => void;
}) {
  const { row, problem, state } = useNamespace(namespace);
  const action = useServerAction({
    action: saveNamespaceAction,
    said: () => `“${phrase}” is taken out of prompts of ${namespace} from now on.`,
    reads: cacheReads("tuning", "namespaces"),
    onSettled: onClose,
  });
  const full = row && row.settings.compression.phrases.length >= 200;
  return (
    <ConfirmDialog
      onClose={onClose}
      title={`Take “${phrase}” out of prompts?`}
      consequence={`It occurs in ${plural(count, "prompt")} of recent misses; taking it out would have saved about ${plural(tokens, "token")}. From now on the model gets prompts of ${namespace} without it.`}
      confirm="Add the phrase"
      pending={action.pending}
      disabledWhy={
        full
          ? "The namespace has 200 phrases already."
          : row
            ? undefined
            : state === "loading"
              ? "Reading the settings."
              : "There is no such namespace."
      }
      problem={action.problem ?? problem}
      onConfirm={() =>
        row &&
        action.run({
          name: row.name,
          seen: row.updatedAt,
          settings: {
            ...row.settings,
            compression: {
              ...row.settings.compression,
              phrases: [...row.settings.compression.phrases, phrase],
            },
          },
        })
      }
    />
  );
}
