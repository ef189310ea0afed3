/** buildspec.yml: parsed and checked, with the messages that CodeBuild's users know. */
import { parseDocument } from "yaml";
import { z } from "zod";
import { PhaseFailure } from "./model.ts";

const MAX_BYTES = 1024 * 1024;

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const commands = z.array(text, "must be a list of commands");
const phase = z.object({
  "run-as": z.string().optional(),
  "on-failure": z
    .string()
    .regex(/^(ABORT|CONTINUE)$/, "must be ABORT or CONTINUE")
    .optional(),
  "runtime-versions": z.record(z.string(), text).nullish(),
  commands: commands.nullish(),
  finally: commands.nullish(),
});
const strings = z.record(z.string(), text).nullish();
const files = z.union([text.transform((one) => [one]), z.array(text)]);
const artifacts = z.object({
  files,
  name: text.optional(),
  "discard-paths": z.union([z.boolean(), z.enum(["yes", "no"])]).optional(),
  "base-directory": text.optional(),
  "exclude-paths": files.optional(),
});
const report = z.object({
  files,
  "base-directory": text.optional(),
  "discard-paths": z.union([z.boolean(), z.enum(["yes", "no"])]).optional(),
  "file-format": z.string().optional(),
});

const schema = z.object({
  version: z.union([z.literal(0.1), z.literal(0.2), z.literal("0.1"), z.literal("0.2")], {
    error: "must be 0.2 (or 0.1)",
  }),
  "run-as": z.string().optional(),
  env: z
    .object({
      shell: z.string().optional(),
      variables: strings,
      "parameter-store": strings,
      "secrets-manager": strings,
      "exported-variables": z.array(z.string()).nullish(),
    })
    .nullish(),
  phases: z.object({
    install: phase.nullish(),
    pre_build: phase.nullish(),
    build: phase.nullish(),
    post_build: phase.nullish(),
  }),
  reports: z.record(z.string(), report).nullish(),
  artifacts: artifacts.nullish(),
});

export type Buildspec = z.infer<typeof schema>;
export type BuildspecPhase = z.infer<typeof phase>;
export type ArtifactsSection = z.infer<typeof artifacts>;
export type ReportSection = z.infer<typeof report>;

/** @throws PhaseFailure YAML_FILE_ERROR with the line or the member that is wrong. */
export function parseBuildspec(source: string): Buildspec {
  if (source.length > MAX_BYTES) throw wrong("The buildspec is longer than 1 MB");
  const document = parseDocument(source, { strict: true, prettyErrors: true });
  const problem = document.errors[0];
  if (problem) {
    const line = problem.linePos?.[0].line;
    const what = problem.message.split("\n")[0]?.replace(/ at line \d+, column \d+:?$/, "");
    throw wrong(`yaml: ${line ? `line ${line}: ` : ""}${what}`);
  }
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    throw wrong(`yaml: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw wrong("The buildspec is not a YAML mapping");
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = (issue?.path ?? []).join(".");
  throw wrong(`${path || "buildspec"}: ${issue?.message ?? "is not valid"}`);
}

const wrong = (message: string) => new PhaseFailure("YAML_FILE_ERROR", message);

export const isYes = (value: boolean | "yes" | "no" | undefined) =>
  value === true || value === "yes";
