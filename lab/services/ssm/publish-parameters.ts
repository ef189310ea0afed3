import type { Lab } from "../../core/contracts.ts";
import type { Parameter } from "./parameter.ts";

/**
 * Writes AWS's own public parameters (`/aws/service/…`), all or none, which PutParameter refuses. Each that
 * changed is told by an event afterwards, so that whoever hears of one can read all of them.
 */
export function publishParameters(lab: Lab, values: ReadonlyMap<string, string>): void {
  const current = lab.store.collection<Parameter>("ssm.parameters");
  const history = lab.store.collection<Parameter>("ssm.history");
  const modifiedAt = new Date();
  const changed = [...values].filter(([name, value]) => current.get(name)?.value !== value);
  const told = lab.store.transaction(() =>
    changed.map(([name, value]) => {
      const before = current.get(name);
      const version = (before?.version ?? 0) + 1;
      const dataType = name.endsWith("/image_id") ? "aws:ec2:image" : "text";
      const parameter: Parameter = { name, type: "String", value, version, dataType, modifiedAt };
      current.put(name, parameter);
      history.put(`${name}:${version}`, parameter);
      return { name, operation: before ? "Update" : "Create", type: "String" };
    }),
  );
  for (const detail of told) {
    const resources = [`arn:aws:ssm:${lab.region}::parameter${detail.name}`];
    lab.emit({ source: "aws.ssm", "detail-type": "Parameter Store Change", resources, detail });
  }
}
