import {
  BatchDeleteBuildsCommand,
  BatchGetBuildsCommand,
  BatchGetProjectsCommand,
  DeleteProjectCommand,
  ListBuildsCommand,
  ListProjectsCommand,
  ListReportGroupsCommand,
  ListReportsCommand,
  UpdateProjectCommand,
} from "@aws-sdk/client-codebuild";
import { GetObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fromBufferPromise } from "yauzl";
import { type LabUnderTest, startLab } from "../../../fixtures/start-lab.ts";
import { push } from "../codepipeline/a-source.ts";
import { aWire, type Wire } from "../codepipeline/a-wire.ts";
import { aProject, ended, phaseOf, startBuild } from "./a-build.ts";

let lab: LabUnderTest;
let wire: Wire;

beforeAll(async () => {
  lab = await startLab();
  wire = aWire(lab);
});
afterAll(async () => {
  await lab?.stop();
});

describe("projects", () => {
  it("are made, changed, listed and deleted", async () => {
    await aProject(wire.codebuild, "edited");
    await wire.codebuild.send(
      new UpdateProjectCommand({ name: "edited", description: "New words", timeoutInMinutes: 7 }),
    );
    const answer = await wire.codebuild.send(
      new BatchGetProjectsCommand({ names: ["edited", "missing"] }),
    );
    expect(answer.projects).toMatchObject([
      { name: "edited", description: "New words", timeoutInMinutes: 7 },
    ]);
    expect(answer.projectsNotFound).toEqual(["missing"]);
    const listed = await wire.codebuild.send(new ListProjectsCommand({ sortBy: "NAME" }));
    expect(listed.projects).toEqual(["edited", "lab-app"]);
    await wire.codebuild.send(new DeleteProjectCommand({ name: "edited" }));
    expect((await wire.codebuild.send(new ListProjectsCommand({}))).projects).toEqual(["lab-app"]);
  });

  it("refuse what the lab cannot do, with the declared errors", async () => {
    await aProject(wire.codebuild, "strict");
    const named = (name: string) => expect.objectContaining({ name });
    await expect(aProject(wire.codebuild, "strict")).rejects.toEqual(
      named("ResourceAlreadyExistsException"),
    );
    await expect(
      wire.codebuild.send(
        new UpdateProjectCommand({ name: "strict", source: { type: "GITHUB", location: "x" } }),
      ),
    ).rejects.toEqual(named("InvalidInputException"));
    await expect(startBuild(wire.codebuild, { projectName: "nowhere" })).rejects.toEqual(
      named("ResourceNotFoundException"),
    );
    await expect(startBuild(wire.codebuild, { projectName: "lab-app" })).rejects.toEqual(
      named("InvalidInputException"),
    );
    const unknown = await wire.codebuild.send(new BatchGetBuildsCommand({ ids: ["nowhere:1"] }));
    expect(unknown).toMatchObject({ builds: [], buildsNotFound: ["nowhere:1"] });
    expect((await wire.codebuild.send(new ListReportsCommand({}))).reports ?? []).toEqual([]);
    const groups = await wire.codebuild.send(new ListReportGroupsCommand({}));
    expect(groups.reportGroups ?? []).toEqual([]);
  });
});

describe("artifacts", () => {
  const target = (name: string) => ({
    type: "S3" as const,
    location: "code-build-artifacts-lab",
    path: "it",
    name,
    packaging: "ZIP" as const,
  });
  const namesIn = async (key: string) => {
    const object = await wire.s3.send(
      new GetObjectCommand({ Bucket: "code-build-artifacts-lab", Key: key }),
    );
    const bytes = Buffer.from((await object.Body?.transformToByteArray()) ?? []);
    const names: string[] = [];
    const zip = await fromBufferPromise(bytes, { lazyEntries: true });
    for await (const entry of zip.eachEntry()) names.push(entry.fileName);
    return names;
  };
  const build = async (artifacts: string, name: string) => {
    await push(wire.s3, "it/artifacts.zip", {
      "buildspec.yml": `version: 0.2\nphases: {}\nartifacts:\n${artifacts}`,
      "dist/app.js": "1",
      "dist/css/app.css": "2",
      "dist/secret.key": "3",
      "src/a.ts": "4",
    });
    const id = await startBuild(wire.codebuild, {
      projectName: "packing",
      artifactsOverride: target(name),
    });
    return ended(wire.codebuild, id);
  };

  beforeAll(() => aProject(wire.codebuild, "packing", "code-build-source-lab/it/artifacts.zip"));

  it("take what the patterns name, below the base directory", async () => {
    const spec = "  files: ['**/*']\n  base-directory: dist\n  exclude-paths: ['*.key']\n";
    const done = await build(spec, "base.zip");
    expect(done.artifacts).toMatchObject({
      location: "arn:aws:s3:::code-build-artifacts-lab/it/base.zip",
      sha256sum: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(await namesIn("it/base.zip")).toEqual(["app.js", "css/app.css"]);
  });

  it("lose their paths when they are to be discarded", async () => {
    await build("  files: ['dist/**/*.css', 'src/*.ts']\n  discard-paths: yes\n", "flat.zip");
    expect(await namesIn("it/flat.zip")).toEqual(["app.css", "a.ts"]);
  });

  it.each([
    ["nothing matches", "  files: ['nothing/*']\n", /no matching artifact paths found/],
    [
      "there is no base directory",
      "  files: ['*']\n  base-directory: out\n",
      /no matching base directory path found for out/,
    ],
    [
      "the base directory leads outside",
      "  files: ['*']\n  base-directory: ../..\n",
      /leads outside of the build/,
    ],
  ])("fail UPLOAD_ARTIFACTS when %s", async (_what, spec, message) => {
    const done = await build(spec, "never.zip");
    expect(done.buildStatus).toBe("FAILED");
    expect(phaseOf(done, "UPLOAD_ARTIFACTS")).toMatchObject({
      phaseStatus: "FAILED",
      contexts: [{ statusCode: "CLIENT_ERROR", message: expect.stringMatching(message) }],
    });
  });

  it("stay when their build is deleted", async () => {
    const { ids = [] } = await wire.codebuild.send(new ListBuildsCommand({}));
    const gone = await wire.codebuild.send(new BatchDeleteBuildsCommand({ ids: ids.slice(0, 1) }));
    expect(gone.buildsDeleted).toHaveLength(1);
    const { ids: rest = [] } = await wire.codebuild.send(new ListBuildsCommand({}));
    expect(rest).toEqual(ids.slice(1));
    expect(await namesIn("it/base.zip")).toHaveLength(2);
  });
});
