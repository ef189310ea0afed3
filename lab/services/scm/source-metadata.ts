/** One commit as the source object's metadata tells it. */
export interface CommitNote {
  id: string;
  subject: string;
  author: string;
  /** ISO 8601. */
  at: string;
}

/** S3 takes 2 KB of metadata in all; these shares leave room for the names and the fixed values. */
const SUMMARY_BYTES = 250;
const AUTHOR_BYTES = 120;
const COMMITS_BYTES = 1_500;

/**
 * The user metadata of a source object. `codepipeline-artifact-revision-summary` is the key from
 * which CodePipeline takes a source's revision summary. `commits` is newest first and never empty.
 */
export function sourceMetadata(commits: CommitNote[]): Record<string, string> {
  const head = commits[0] as CommitNote;
  let kept = commits;
  let text = encode(JSON.stringify(kept));
  while (text.length > COMMITS_BYTES && kept.length > 1) {
    kept = kept.slice(0, -1);
    text = encode(JSON.stringify(kept));
  }
  if (text.length > COMMITS_BYTES) {
    const subject = cut(head.subject, 400);
    text = encode(JSON.stringify([{ ...head, subject, author: cut(head.author, AUTHOR_BYTES) }]));
  }
  return {
    "codepipeline-artifact-revision-summary": encode(cut(head.subject, SUMMARY_BYTES)),
    "commit-id": head.id,
    "commit-author": encode(cut(head.author, AUTHOR_BYTES)),
    "commit-date": head.at,
    commits: text,
    ...(kept.length < commits.length ? { "commits-incomplete": "true" } : {}),
  };
}

/** Headers carry printable ASCII only; the rest, and `%` itself, is percent-encoded UTF-8. */
function encode(text: string): string {
  return text
    .toWellFormed()
    .replace(/[^\x20-\x7e]|%/gu, (character) => encodeURIComponent(character));
}

/** Text whose encoded form has at most `bytes`, cut between characters. */
function cut(text: string, bytes: number): string {
  if (encode(text).length <= bytes) return text;
  const ellipsis = "…";
  let size = encode(ellipsis).length;
  let kept = "";
  for (const character of text) {
    size += encode(character).length;
    if (size > bytes) break;
    kept += character;
  }
  return kept + ellipsis;
}
