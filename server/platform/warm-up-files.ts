import "server-only";
import { z } from "zod";

/** A file of JSON lines that a namespace of the prompt cache is warmed up with at the start. */
export interface WarmUpFile {
  namespace: string;
  file: string;
}

/** `support:/etc/faq.jsonl,sales:/etc/sales.jsonl` */
export const warmUpFiles = z.string().transform((text, ctx): WarmUpFile[] =>
  text.split(",").map((part) => {
    const [, namespace, file] = part.trim().match(/^([a-z][a-z0-9-]{0,39}):(.+)$/) ?? [];
    if (!namespace || !file) {
      ctx.addIssue({
        code: "custom",
        message: "must be namespace:file, several separated by commas",
      });
      return z.NEVER;
    }
    return { namespace, file };
  }),
);
