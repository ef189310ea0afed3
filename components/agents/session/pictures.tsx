import type { Picture } from "@/lib/agents/events";
import { sessionReadUrls } from "@/lib/agents/read-urls";
import { formatBytes } from "@/lib/platform/format";
import { plainText } from "@/lib/platform/plain-text";

/** Pictures that a tool left in the session's files, where they belong in the conversation. */
export function Pictures({ sessionId, pictures }: { sessionId: string; pictures: Picture[] }) {
  if (pictures.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-3">
      {pictures.map((picture) => {
        const name = plainText(picture.path.split("/").at(-1) ?? picture.path);
        const url = sessionReadUrls.file(sessionId, picture.path);
        return (
          <figure key={picture.path} className="grid min-w-0 gap-1">
            <a href={url} target="_blank" rel="noreferrer noopener" className="block">
              {/* biome-ignore lint/performance/noImgElement: it is a file of the session, behind the person's sign-in */}
              <img
                src={url}
                alt={`${name}, made in this session`}
                loading="lazy"
                className="max-h-[26rem] w-auto max-w-full rounded-md border bg-white"
              />
              <span className="sr-only"> (opens in a new tab)</span>
            </a>
            <figcaption className="text-meta text-muted wrap-anywhere">
              {name} · {formatBytes(picture.bytes)}
            </figcaption>
          </figure>
        );
      })}
    </div>
  );
}
