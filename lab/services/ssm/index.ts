/** SSM Parameter Store: parameters with versions, by name and by path. */
import { AwsError } from "../../core/aws-error.ts";
import type { Lab, Service } from "../../core/contracts.ts";
import { isTrue, listOf, optionalText, requiredText, wholeNumber } from "../../core/input.ts";
import { isPublic, type Parameter } from "./parameter.ts";

type Input = Record<string, unknown>;

const TYPES = ["String", "StringList", "SecureString"];

export default function createSsm(lab: Lab): Service {
  const current = lab.store.collection<Parameter>("ssm.parameters");
  const history = lab.store.collection<Parameter>("ssm.history");
  const historyId = (name: string, version: number) => `${name}:${version}`;

  /** A name may end in `:version`. */
  const find = (wanted: string): Parameter | undefined => {
    const [name = "", version] = wanted
      .replace(/^arn:aws:ssm:[^:]*:[^:]*:parameter/, "")
      .split(":");
    const bare = current.get(name) ? name : name.replace(/^\//, "");
    return version === undefined
      ? current.get(bare)
      : history.get(historyId(bare, Number(version)));
  };
  const required = (wanted: string): Parameter => {
    const found = find(wanted);
    if (!found) throw new AwsError("ParameterNotFound", `Parameter ${wanted} not found.`);
    return found;
  };
  const arnOf = (name: string) =>
    isPublic(name)
      ? `arn:aws:ssm:${lab.region}::parameter${name}`
      : lab.arn("ssm", `parameter${name.startsWith("/") ? "" : "/"}${name}`);
  const described = (one: Parameter, decrypt: boolean) => ({
    Name: one.name,
    Type: one.type,
    // Nothing is really encrypted in the lab; what AWS would not show in clear is not shown either.
    Value:
      one.type === "SecureString" && !decrypt
        ? Buffer.from(one.value).toString("base64")
        : one.value,
    Version: one.version,
    LastModifiedDate: one.modifiedAt,
    ARN: arnOf(one.name),
    DataType: one.dataType,
  });
  const metadata = (one: Parameter) => ({
    Name: one.name,
    ARN: arnOf(one.name),
    Type: one.type,
    ...(one.description ? { Description: one.description } : {}),
    LastModifiedDate: one.modifiedAt,
    LastModifiedUser: `arn:aws:iam::${lab.account}:user/lab`,
    Version: one.version,
    Tier: "Standard",
    Policies: [],
    DataType: one.dataType,
  });
  const remove = (name: string) => {
    const gone = current.delete(name);
    for (const old of history.list(`${name}:`)) history.delete(historyId(name, old.version));
    return gone;
  };

  return {
    name: "ssm",
    protocol: "json1.1",
    targetPrefix: "AmazonSSM",
    operations: {
      PutParameter(input) {
        const name = requiredText(input, "Name");
        if (!/^\/?[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/.test(name) || name.length > 1_011) {
          const message =
            "Parameter name: can't contain spaces or other characters than letters, digits and .-_/";
          throw new AwsError("ValidationException", message);
        }
        if (isPublic(name)) {
          const message = `No access to reserved parameter name: ${name}.`;
          throw new AwsError("AccessDeniedException", message);
        }
        const value = requiredText(input, "Value");
        if (Buffer.byteLength(value) > 8_192) {
          throw new AwsError("ValidationException", "A parameter's value has at most 8 KB.");
        }
        const before = current.get(name);
        if (before && !isTrue(input.Overwrite)) {
          const message =
            "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.";
          throw new AwsError("ParameterAlreadyExists", message);
        }
        const type = optionalText(input, "Type") ?? before?.type;
        if (!type || !TYPES.includes(type)) {
          throw new AwsError(
            "ValidationException",
            "A parameter type is required when you create a parameter.",
          );
        }
        const description = optionalText(input, "Description") ?? before?.description;
        const parameter: Parameter = {
          name,
          type,
          value,
          version: (before?.version ?? 0) + 1,
          ...(description ? { description } : {}),
          dataType: optionalText(input, "DataType") ?? "text",
          modifiedAt: new Date(),
        };
        lab.store.transaction(() => {
          current.put(name, parameter);
          history.put(historyId(name, parameter.version), parameter);
        });
        lab.emit({
          source: "aws.ssm",
          "detail-type": "Parameter Store Change",
          resources: [arnOf(name)],
          detail: { name, operation: before ? "Update" : "Create", type },
        });
        return { Version: parameter.version, Tier: "Standard" };
      },

      GetParameter: (input) => ({
        Parameter: described(required(requiredText(input, "Name")), isTrue(input.WithDecryption)),
      }),

      GetParameters(input) {
        const names = listOf<string>(input, "Names");
        const found = names.map((name) => [name, find(name)] as const);
        return {
          Parameters: found.flatMap(([, one]) =>
            one ? [described(one, isTrue(input.WithDecryption))] : [],
          ),
          InvalidParameters: found.flatMap(([name, one]) => (one ? [] : [name])),
        };
      },

      GetParametersByPath(input) {
        const path = requiredText(input, "Path").replace(/\/?$/, "/");
        const most = wholeNumber(input, "MaxResults", { min: 1, max: 10, otherwise: 10 });
        const after = optionalText(input, "NextToken") ?? "";
        const found = current
          .list(path)
          .filter((one) => isTrue(input.Recursive) || !one.name.slice(path.length).includes("/"))
          .sort((a, b) => (a.name < b.name ? -1 : 1))
          .filter((one) => one.name > after);
        const page = found.slice(0, most);
        return {
          Parameters: page.map((one) => described(one, isTrue(input.WithDecryption))),
          ...(found.length > most ? { NextToken: page.at(-1)?.name } : {}),
        };
      },

      GetParameterHistory(input) {
        const { name } = required(requiredText(input, "Name"));
        return {
          Parameters: history
            .list(`${name}:`)
            .map(({ value, ...one }) => ({
              ...metadata({ ...one, value }),
              Value: described({ ...one, value }, isTrue(input.WithDecryption)).Value,
              Labels: [],
            }))
            .map(({ ARN, ...entry }) => entry),
        };
      },

      DescribeParameters(input) {
        const most = wholeNumber(input, "MaxResults", { min: 1, max: 50, otherwise: 50 });
        const after = optionalText(input, "NextToken") ?? "";
        const filters = listOf<{ Key: string; Option?: string; Values?: string[] }>(
          input,
          "ParameterFilters",
        );
        const found = current
          .list()
          .filter((one) => filters.every((filter) => passes(one, filter)))
          .sort((a, b) => (a.name < b.name ? -1 : 1))
          .filter((one) => one.name > after);
        const page = found.slice(0, most);
        return {
          Parameters: page.map(metadata),
          ...(found.length > most ? { NextToken: page.at(-1)?.name } : {}),
        };
      },

      DeleteParameter(input) {
        const { name } = required(requiredText(input, "Name"));
        lab.store.transaction(() => remove(name));
      },

      DeleteParameters(input: Input) {
        const names = listOf<string>(input, "Names");
        const gone = lab.store.transaction(() => names.filter(remove));
        return {
          DeletedParameters: gone,
          InvalidParameters: names.filter((name) => !gone.includes(name)),
        };
      },

      ListTagsForResource: () => ({ TagList: [] }),
    },
  };
}

function passes(
  one: Parameter,
  filter: { Key: string; Option?: string; Values?: string[] },
): boolean {
  const subject = filter.Key === "Name" ? one.name : filter.Key === "Type" ? one.type : undefined;
  if (subject === undefined) {
    throw new AwsError("InvalidFilterKey", `The lab does not know the filter ${filter.Key}.`);
  }
  return (filter.Values ?? []).some((value) => {
    if (filter.Option === "BeginsWith") return subject.startsWith(value);
    if (filter.Option === "Contains") return subject.includes(value);
    return subject === value;
  });
}
