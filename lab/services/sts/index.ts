/** STS, as far as a client needs it to learn who it is. */
import type { Lab, Service } from "../../core/contracts.ts";

export default function createSts(lab: Lab): Service {
  return {
    name: "sts",
    protocol: "query",
    apiVersion: "2011-06-15",
    xmlNamespace: "https://sts.amazonaws.com/doc/2011-06-15/",
    operations: {
      GetCallerIdentity: (_input, call) => ({
        UserId: "AIDALAB00000000000000",
        Account: lab.account,
        Arn: call.callerArn,
      }),
    },
  };
}
