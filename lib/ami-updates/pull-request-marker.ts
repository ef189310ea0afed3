import { z } from "zod";

/** What the hidden comment in our pull requests says. Trusted only when the author is our App. */
const Marker = z.object({
  v: z.literal(1),
  updateId: z.string().min(1).max(100),
  cluster: z.string().min(1).max(100),
  nodeClass: z.string().min(1).max(100),
  from: z.string().max(200),
  to: z.string().max(200),
  release: z.string().max(100),
  /** The pull request puts back what that update changed. */
  reverts: z.string().max(100).optional(),
});
export type PullRequestMarker = z.infer<typeof Marker>;

const COMMENT = /<!-- ami-update (\{[^\n]{1,4000}?\}) -->/g;

/** `<!-- ami-update {…} -->`: one line that GitHub does not show. */
export const writeMarker = (marker: PullRequestMarker): string =>
  // Within JSON text only, where the escape means the same; so that no value can end the comment.
  `<!-- ami-update ${JSON.stringify(marker).replaceAll("--", "-\\u002d").replaceAll(">", "\\u003e")} -->`;

/** The last marker of a body: quoted text above it cannot stand in for it. Undefined when there is none. */
export function readMarker(body: string): PullRequestMarker | undefined {
  const last = [...body.matchAll(COMMENT)].at(-1)?.[1];
  if (last === undefined) return undefined;
  try {
    return Marker.safeParse(JSON.parse(last)).data;
  } catch {
    return undefined;
  }
}
