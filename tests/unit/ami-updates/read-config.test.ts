import { mkdtempSync, rmSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { configReader, parseConfig } from "@/server/ami-updates/read-config";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "ami-config-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const aConfig = (soak: number | string) => `environments:
  - name: dev
    soakMinutes: ${soak}
clusters:
  - name: dev
    environment: dev
    kubernetesVersion: "1.34"
    argo: { application: karpenter }
    repository: { owner: platform, name: eks-config }
    nodeClasses:
      - { name: default, path: clusters/dev/nodeclass.yaml }
`;

it("takes a changed file, and keeps the last good one while the file is bad", () => {
  const path = join(folder, "ami.yaml");
  const reader = configReader(path, 0);
  expect(() => reader.read()).toThrow("The file of the AMI configuration is not there.");
  const soak = () => reader.read().environments[0]?.soakMinutes;
  writeFileSync(path, aConfig(5));
  expect([soak(), reader.problem()]).toEqual([5, undefined]);
  writeFileSync(path, aConfig('"long"'));
  expect([soak(), reader.problem()]).toEqual([
    5,
    expect.stringMatching(/^The AMI configuration is not valid at environments\.0\.soakMinutes: /),
  ]);
  unlinkSync(path);
  expect([soak(), reader.problem()]).toEqual([
    5,
    "The file of the AMI configuration is not there.",
  ]);
  writeFileSync(path, aConfig(60));
  expect([soak(), reader.problem()]).toEqual([60, undefined]);
});

it.each([
  ["what is no YAML", "environments: [", /^The AMI configuration is no YAML: .*\.$/],
  ["nothing", "", /^The AMI configuration is not valid: .*\.$/],
  [
    "a cluster of no environment",
    aConfig(5).replace("environment: dev", "environment: prod"),
    /at clusters\.0\.environment: is not one of the environments\.$/,
  ],
  [
    "a path out of the repository",
    aConfig(5).replace("clusters/dev/nodeclass.yaml", "../secrets.yaml"),
    /at clusters\.0\.nodeClasses\.0\.path: must be a path within the repository\.$/,
  ],
])("refuses %s in one sentence", (_name, text, sentence) => {
  expect(() => parseConfig(text)).toThrow(sentence);
});
