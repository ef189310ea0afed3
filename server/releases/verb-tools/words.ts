import "server-only";
import type { Revision } from "@/lib/releases/model";
import { revisionId, revisionSubject } from "@/lib/releases/revision-text";

/** A revision as a model needs it: what people call it, and what tells it apart. */
export const revisionWords = (revision: Revision | undefined) =>
  revision && {
    subject: revisionSubject(revision),
    id: revisionId(revision),
    ...(revision.commit?.author && { author: revision.commit.author }),
  };

/** Arguments that several verbs take. */
export const DESCRIBED = {
  pipeline: "Name of the pipeline, as release_list_pipelines gives it",
  executionId: "Id of the pipeline execution",
  stage: "Name of the stage, as release_read_pipeline gives it",
  deploymentId: "Id of the CodeDeploy deployment: d-…",
} as const;
