/** What AWS calls states: const tuple → union. Tones and predicates are in status.ts. */

export const EXECUTION_STATUSES = [
  "InProgress",
  "Stopping",
  "Stopped",
  "Succeeded",
  "Superseded",
  "Failed",
  "Cancelled",
] as const;
export type ExecutionStatus = (typeof EXECUTION_STATUSES)[number];

export const STAGE_STATUSES = [
  "InProgress",
  "Stopping",
  "Stopped",
  "Succeeded",
  "Failed",
  "Cancelled",
  "Skipped",
] as const;
export type StageStatus = (typeof STAGE_STATUSES)[number];

export const ACTION_STATUSES = ["InProgress", "Abandoned", "Succeeded", "Failed"] as const;
export type ActionStatus = (typeof ACTION_STATUSES)[number];

export const BUILD_STATUSES = [
  "IN_PROGRESS",
  "SUCCEEDED",
  "FAILED",
  "FAULT",
  "TIMED_OUT",
  "STOPPED",
] as const;
export type BuildStatus = (typeof BUILD_STATUSES)[number];

export const BUILD_PHASE_STATUSES = [...BUILD_STATUSES, "CLIENT_ERROR", "QUEUED"] as const;

export const DEPLOYMENT_STATUSES = [
  "Created",
  "Queued",
  "InProgress",
  "Baking",
  "Succeeded",
  "Failed",
  "Stopped",
  "Ready",
] as const;
export type DeploymentStatus = (typeof DEPLOYMENT_STATUSES)[number];

export const TARGET_STATUSES = [
  "Pending",
  "InProgress",
  "Succeeded",
  "Failed",
  "Skipped",
  "Unknown",
  "Ready",
] as const;
export type TargetStatus = (typeof TARGET_STATUSES)[number];

export const EVENT_STATUSES = [
  "Pending",
  "InProgress",
  "Succeeded",
  "Failed",
  "Skipped",
  "Unknown",
] as const;
export type EventStatus = (typeof EVENT_STATUSES)[number];
