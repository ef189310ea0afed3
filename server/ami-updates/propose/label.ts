import "server-only";

/** The label by which our pull requests are found. */
export const AMI_UPDATE_LABEL = "ami-update";
export const riskLabel = (risk: number): string => `risk:${risk}`;
