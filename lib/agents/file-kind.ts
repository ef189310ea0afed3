const PICTURES = ["png", "jpg", "jpeg", "gif", "webp"];
const OTHERS = [
  ...["zip", "gz", "tgz", "tar", "bz2", "xz", "7z", "pdf", "so", "bin", "exe", "pyc", "pkl"],
  ...["parquet", "sqlite", "db", "woff", "woff2", "ttf", "mp3", "mp4", "wav", "svgz", "ico"],
];

/** How a file of a workspace is shown: drawn, read as text, or only saved. */
export function fileKind(path: string): "picture" | "text" | "other" {
  const name = path.split("/").at(-1) ?? "";
  const ending = name.includes(".") ? (name.split(".").at(-1) ?? "").toLowerCase() : "";
  if (PICTURES.includes(ending)) return "picture";
  return OTHERS.includes(ending) ? "other" : "text";
}
