import { expect, it } from "vitest";
import { AmiConfig } from "@/lib/ami-updates/config";
import type { AmiParts } from "@/server/ami-updates/contracts";
import { forerunnersOnce } from "@/server/ami-updates/detect/read-standing";
import { targetsOf } from "@/server/ami-updates/detect/target-settings";

const CLUSTERS = ["dev-1", "dev-2", "prod-1", "prod-2"];
const CONFIG = AmiConfig.parse({
  environments: [{ name: "dev" }, { name: "prod" }],
  clusters: CLUSTERS.map((name) => ({
    name,
    environment: name.split("-")[0],
    kubernetesVersion: "1.34",
    argo: { application: "nodes" },
    repository: { owner: "platform", name: "eks-config" },
    nodeClasses: [{ name: "default", path: `${name}.yaml` }],
  })),
});

it("all of an environment wait for the same ones, which are read once for each release", async () => {
  const asked: string[] = [];
  const latest: AmiParts["store"]["latest"] = async ({ cluster }, to) => {
    asked.push(`${cluster} ${to?.release}`);
    return undefined;
  };
  const read = forerunnersOnce({ config: () => CONFIG, store: { latest } } as AmiParts);
  const targets = targetsOf(CONFIG);
  const found = await Promise.all(targets.map((target) => read(target, "v20261101")));
  expect(found.map((each) => each.map(({ cluster }) => cluster))).toEqual([
    [],
    [],
    ["dev-1", "dev-2"],
    ["dev-1", "dev-2"],
  ]);
  expect(asked).toEqual(["dev-1 v20261101", "dev-2 v20261101"]);
  await read(targets[2] as (typeof targets)[number], "v20261108");
  expect(asked.slice(2)).toEqual(["dev-1 v20261108", "dev-2 v20261108"]);
});
