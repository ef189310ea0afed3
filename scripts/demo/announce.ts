import { inCheckout } from "../setup/checkout.ts";
import { ACCOUNTS, emailOf } from "./accounts.ts";

export interface Announcement {
  url: string;
  labUrl: string;
  loadBalancerUrl: string;
  stateDir: string;
  /** Absent when the person chose it: then it is not repeated on the screen. */
  password?: string;
}

/** What a person needs after the start: where, who, and four things to try. */
export function announce({
  url,
  labUrl,
  loadBalancerUrl,
  stateDir,
  password,
}: Announcement): string {
  // The lab's commands find the lab of the checkout by themselves.
  const hint = stateDir === inCheckout(".switchyard") ? "" : ` --port ${new URL(labUrl).port}`;
  const width = Math.max(...ACCOUNTS.map(({ role }) => emailOf(role).length));
  const people = ACCOUNTS.map(({ role, may }) => `    ${emailOf(role).padEnd(width)}  may ${may}`);
  return [
    "",
    `  Console   ${url}`,
    `  Lab       ${labUrl}  (any AWS SDK or the AWS CLI: AWS_ENDPOINT_URL=${labUrl})`,
    `  Prompts   ${url}/api/bedrock  (Bedrock with the cache in front; a key is in ${stateDir}/prompt-key.json)`,
    `  Sample    ${loadBalancerUrl}  (the released application, through its load balancer)`,
    `  State     ${stateDir}  (logs in ${stateDir}/logs)`,
    "",
    `  Sign in with the password ${password ?? "from SWITCHYARD_DEMO_PASSWORD"} as one of`,
    ...people,
    "",
    "  Four things to try",
    `    1. Sign in as ${emailOf("approver")}, open the inbox, approve v1.0 and watch it reach both instances.`,
    `    2. npm run lab -- release v1.1${hint}  approve it, and watch it fail on the first instance and roll back.`,
    `    3. npm run lab -- release v1.2${hint}  approve it: new instances, and the traffic is switched over.`,
    `    4. npm run lab -- ami publish routine${hint}  new node images: they are analysed and proposed under AMI updates.`,
    "",
    `Switchyard is ready at ${url}`,
    "",
  ].join("\n");
}
