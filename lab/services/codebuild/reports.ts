/** Test reports: taken from a build's files, and the operations that show them. */
import { randomUUID } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { AwsError } from "../../core/aws-error.ts";
import type { Lab, Operation } from "../../core/contracts.ts";
import type { Buildspec } from "./buildspec.ts";
import { chooseFiles } from "./collect-artifacts.ts";
import { readJUnit, type TestCase } from "./junit.ts";
import type { Build } from "./model.ts";
import { batchOf, pageOf } from "./paging.ts";

interface Report {
  arn: string;
  type: "TEST";
  name: string;
  reportGroupArn: string;
  executionId: string;
  status: "SUCCEEDED" | "FAILED" | "INCOMPLETE";
  created: number;
  expired: number;
  exportConfig: { exportConfigType: string };
  truncated: boolean;
  testSummary?: {
    total: number;
    statusCounts: Record<string, number>;
    durationInNanoSeconds: number;
  };
}

interface ReportGroup {
  arn: string;
  name: string;
  type: "TEST";
  exportConfig: { exportConfigType: string };
  created: number;
  lastModified: number;
  status: "ACTIVE";
}

const LARGEST_FILE = 10 * 1024 * 1024;
const STATUSES = ["SUCCEEDED", "FAILED", "ERROR", "SKIPPED", "UNKNOWN"];

const stores = (lab: Lab) => ({
  reports: lab.store.collection<Report>("codebuild.reports"),
  groups: lab.store.collection<ReportGroup>("codebuild.reportGroups"),
  cases: lab.store.collection<TestCase[]>("codebuild.testCases"),
});

/** Reads the buildspec's `reports`; a report that cannot be read is INCOMPLETE and says why in the log. */
export function takeReports(
  lab: Lab,
  build: Build,
  buildspec: Buildspec,
  sourceDir: string,
  log: (line: string) => void,
): string[] {
  if (!buildspec.reports) return [];
  const { reports, groups, cases } = stores(lab);
  const now = Date.now() / 1000;
  return Object.entries(buildspec.reports).map(([key, section]) => {
    const name = key.startsWith("arn:")
      ? (key.split("/").at(-1) ?? key)
      : `${build.projectName}-${key}`;
    const groupArn = lab.arn("codebuild", `report-group/${name}`);
    const exportConfig = { exportConfigType: "NO_EXPORT" };
    if (!groups.get(groupArn)) {
      const group = { arn: groupArn, name, type: "TEST", exportConfig, status: "ACTIVE" } as const;
      groups.put(groupArn, { ...group, created: now, lastModified: now });
    }
    const id = randomUUID();
    const found: TestCase[] = [];
    let status: Report["status"] = "SUCCEEDED";
    log(`Preparing to copy ${section["file-format"] ?? "JUNITXML"} report ${name}`);
    try {
      const format = section["file-format"] ?? "JUNITXML";
      if (format !== "JUNITXML") throw new Error(`The lab reads JUNITXML reports, not ${format}`);
      const { base, files } = chooseFiles(sourceDir, section, "report");
      for (const { path } of files) {
        const file = join(base, path);
        if (statSync(file).size > LARGEST_FILE) throw new Error(`${path} is larger than 10 MB`);
        found.push(...readJUnit(readFileSync(file, "utf8")));
      }
      if (found.some((one) => one.status === "FAILED" || one.status === "ERROR")) status = "FAILED";
    } catch (error) {
      status = "INCOMPLETE";
      log(`Report ${name} could not be read: ${error instanceof Error ? error.message : error}`);
    }
    const arn = lab.arn("codebuild", `report/${name}:${id}`);
    const count = (wanted: string) => found.filter((one) => one.status === wanted).length;
    lab.store.transaction(() => {
      cases.put(arn, found);
      reports.put(arn, {
        arn,
        type: "TEST",
        name: id,
        reportGroupArn: groupArn,
        executionId: build.arn,
        status,
        created: now,
        expired: now + 30 * 24 * 3600,
        exportConfig,
        truncated: false,
        ...(status === "INCOMPLETE"
          ? {}
          : {
              testSummary: {
                total: found.length,
                statusCounts: Object.fromEntries(STATUSES.map((one) => [one, count(one)])),
                durationInNanoSeconds: found.reduce(
                  (sum, one) => sum + one.durationInNanoSeconds,
                  0,
                ),
              },
            }),
      });
    });
    return arn;
  });
}

export function reportOperations(lab: Lab): Record<string, Operation> {
  const { reports, groups, cases } = stores(lab);
  const split = <T extends { arn: string }>(
    arns: string[],
    find: (arn: string) => T | undefined,
  ) => {
    const found = arns.flatMap((arn) => find(arn) ?? []);
    return { found, missing: arns.filter((arn) => !found.some((one) => one.arn === arn)) };
  };
  const listed = (
    all: Report[],
    input: {
      sortOrder?: string;
      nextToken?: string;
      maxResults?: number;
      filter?: { status?: string };
    },
  ) => {
    const wanted = input.filter?.status;
    const arns = all.filter((one) => !wanted || one.status === wanted).map((one) => one.arn);
    if (input.sortOrder !== "ASCENDING") arns.reverse();
    const { items, nextToken } = pageOf(arns, input.nextToken, input.maxResults);
    return { reports: items, ...(nextToken ? { nextToken } : {}) };
  };
  return {
    BatchGetReports(input) {
      const { found, missing } = split(batchOf(input.reportArns, "reportArns"), (arn) =>
        reports.get(arn),
      );
      return { reports: found, ...(missing.length > 0 ? { reportsNotFound: missing } : {}) };
    },
    ListReports: (input) => listed(reports.list(), input),
    ListReportsForReportGroup(input) {
      if (!groups.get(input.reportGroupArn)) {
        throw new AwsError("ResourceNotFoundException", "Report group does not exist");
      }
      const all = reports.list().filter((one) => one.reportGroupArn === input.reportGroupArn);
      return listed(all, input);
    },
    ListReportGroups(input) {
      const arns = groups.list().map((one) => one.arn);
      const { items, nextToken } = pageOf(arns, input.nextToken, input.maxResults);
      return { reportGroups: items, ...(nextToken ? { nextToken } : {}) };
    },
    BatchGetReportGroups(input) {
      const { found, missing } = split(batchOf(input.reportGroupArns, "reportGroupArns"), (arn) =>
        groups.get(arn),
      );
      return {
        reportGroups: found,
        ...(missing.length > 0 ? { reportGroupsNotFound: missing } : {}),
      };
    },
    DescribeTestCases(input) {
      const report = reports.get(input.reportArn);
      if (!report) throw new AwsError("ResourceNotFoundException", "Report does not exist");
      const wanted = input.filter ?? {};
      const all = (cases.get(input.reportArn) ?? [])
        .filter((one) => !wanted.status || one.status === wanted.status)
        .filter((one) => !wanted.keyword || one.name.includes(wanted.keyword))
        .map((one) => ({ reportArn: report.arn, expired: report.expired, ...one }));
      const { items, nextToken } = pageOf(all, input.nextToken, input.maxResults);
      return { testCases: items, ...(nextToken ? { nextToken } : {}) };
    },
  };
}
