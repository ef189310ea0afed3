import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type CollectionTag, parse, parseDocument, type ScalarTag } from "yaml";
import { AmiConfig } from "@/lib/ami-updates/config";
import { checkDefinition } from "../../../lab/services/states/check-definition";
import { AMI_STEPS } from "../../../scripts/lambda/shipped-code";
import { labAmiConfig } from "../../../scripts/services/ami-config";

const FOLDER = "deploy/ami-updates";
const read = (path: string) => readFileSync(path, "utf8");

/** CloudFormation's short forms, kept as what they name. */
const named = (name: string): ScalarTag => ({
  tag: `!${name}`,
  resolve: (text) => ({ [name]: text }),
});
const list = (name: string): CollectionTag => ({
  tag: `!${name}`,
  collection: "seq",
  resolve: (value) => value,
});
const template = parseDocument(read(`${FOLDER}/template.yaml`), {
  customTags: [...["Ref", "Sub", "GetAtt"].map(named), ...["Not", "Equals", "If"].map(list)],
});
const content = template.toJS() as {
  Parameters: Record<string, unknown>;
  Resources: Record<string, { Type: string; Properties: Record<string, unknown> }>;
};

/** Every value below `value`, with the keys that lead to it. */
function walk(value: unknown, see: (key: string, value: unknown) => void): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, each] of Object.entries(value)) {
    see(key, each);
    walk(each, see);
  }
}

interface Statement {
  Action: string;
  Resource: unknown;
}

describe("the template", () => {
  test("is YAML that names only what it has", () => {
    expect([...template.errors, ...template.warnings]).toEqual([]);
    const known = new Set([...Object.keys(content.Parameters), ...Object.keys(content.Resources)]);
    const names: string[] = [];
    walk(content, (key, value) => {
      if (typeof value !== "string") return;
      if (key === "Ref") names.push(value);
      if (key === "GetAtt") names.push(value.split(".")[0] ?? "");
      if (key === "Sub")
        names.push(...[...value.matchAll(/\$\{([\w:.]+)\}/g)].map(([, n]) => n ?? ""));
    });
    expect(names.length).toBeGreaterThan(30);
    expect(names.filter((name) => !known.has(name) && !name.startsWith("AWS::"))).toEqual([]);
  });

  test("has a function for each step, each with a role and a log of its own", () => {
    const functions = Object.values(content.Resources).filter(
      ({ Type }) => Type === "AWS::Serverless::Function",
    );
    const handlers = functions.map(({ Properties }) => Properties.Handler);
    expect(handlers.sort()).toEqual(AMI_STEPS.map((step) => `${step}.handler`).sort());
    expect(functions.filter(({ Properties }) => !Properties.Policies)).toEqual([]);
    const logs = Object.values(content.Resources).filter(
      ({ Type }) => Type === "AWS::Logs::LogGroup",
    );
    expect(logs).toHaveLength(functions.length);
  });

  test("allows nothing on everything but to describe images, and nothing by wildcard", () => {
    const statements: Statement[] = [];
    walk(content, (key, value) => {
      if (key === "Statement") statements.push(...(value as Statement[]));
    });
    expect(statements.length).toBeGreaterThan(6);
    const broad = statements.filter(({ Resource }) => Resource === "*");
    expect(new Set(broad.map(({ Action }) => Action))).toEqual(new Set(["ec2:DescribeImages"]));
    expect(statements.filter(({ Action }) => Action.includes("*"))).toEqual([]);
  });

  test("carries no secret: the App's is filled by hand, the database's is looked up", () => {
    const text = read(`${FOLDER}/template.yaml`);
    expect(content.Resources.AppSecret?.Properties.SecretString).toBeUndefined();
    expect(text).toContain("{{resolve:secretsmanager:");
  });
});

describe("the state machine", () => {
  const text = read(`${FOLDER}/state-machine.asl.json`);

  test("is valid, and gets all that it leaves open", async () => {
    const definition = text.replace(/\$\{\w+\}/g, "a-function");
    expect((await checkDefinition(definition)).StartAt).toBe("Analyse");
    const open = new Set([...text.matchAll(/\$\{(\w+)\}/g)].map(([, name]) => name));
    const given = content.Resources.StateMachine?.Properties.DefinitionSubstitutions as object;
    expect([...open].sort()).toEqual(Object.keys(given).sort());
  });

  test("tries every step again and catches what stays", () => {
    const { States } = JSON.parse(text) as { States: Record<string, Record<string, unknown>> };
    const tasks = Object.entries(States).filter(([, state]) => state.Type === "Task");
    expect(tasks.map(([name]) => name)).toEqual(
      expect.arrayContaining(["Analyse", "Propose", "Notify"]),
    );
    for (const [name, { Retry, Catch }] of tasks) {
      expect([name, Retry]).toEqual([name, expect.any(Array)]);
      expect([name, Catch]).toEqual([name, expect.any(Array)]);
    }
  });
});

test.each([
  ["the example", read(`${FOLDER}/config/ami-updates.example.yaml`)],
  ["the lab's", labAmiConfig("arn:aws:sns:us-east-1:000000000000:ami-updates")],
])("%s configuration is valid", (_, text) => {
  const { success, error } = AmiConfig.safeParse(parse(text));
  expect([success, error?.issues]).toEqual([true, undefined]);
});
