/** Source action S3: copies the object into the artifacts bucket and notes its revision. */
import { type ActionProvider, failed } from "./provider.ts";

export const s3Source: ActionProvider = {
  async start({ lab, execution, action, configuration, outputArtifact, addRevision }) {
    const bucket = configuration.S3Bucket ?? "";
    const override = (type: string) =>
      execution.sourceOverrides.find(
        (one) => one.actionName === action.name && one.revisionType === type,
      )?.revisionValue;
    const key = override("S3_OBJECT_KEY") ?? configuration.S3ObjectKey ?? "";
    const version = override("S3_OBJECT_VERSION_ID");
    const object = lab.objects.head(bucket, key, version);
    if (!object) {
      const which = version ? `, version ${version},` : "";
      return failed(
        "ConfigurationError",
        `The source object s3://${bucket}/${key}${which} does not exist. Verify the bucket and the object key, and that something was pushed.`,
      );
    }
    const name = action.outputArtifacts?.[0]?.name ?? "SourceOutput";
    const artifact = outputArtifact(name, ".zip");
    await lab.objects.put(
      artifact.bucket,
      artifact.key,
      { file: object.path },
      { metadata: object.metadata, contentType: "application/zip" },
    );
    const summary = object.metadata["codepipeline-artifact-revision-summary"];
    addRevision({
      actionName: action.name,
      revisionId: object.versionId || object.etag,
      ...(summary ? { revisionSummary: summary.slice(0, 2048) } : {}),
      revisionUrl: `${lab.endpoint}/${bucket}/${key}${object.versionId ? `?versionId=${encodeURIComponent(object.versionId)}` : ""}`,
      artifact: name,
      created: object.lastModified.getTime() / 1000,
    });
    return {
      status: "Succeeded",
      summary: `Amazon S3 version id: ${object.versionId || object.etag}`,
      outputs: [artifact],
      outputVariables: {
        BucketName: bucket,
        ObjectKey: key,
        ETag: object.etag.replaceAll('"', ""),
        VersionId: object.versionId || "null",
      },
    };
  },
};
