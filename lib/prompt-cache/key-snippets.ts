import type { IssuedKey } from "./key";

/** Something to be pasted, with what it is for. */
export interface Snippet {
  title: string;
  lines: string[];
}

/** What a program is given to use a key: the environment of the AWS SDKs, and a call by hand. */
export function keySnippets(key: IssuedKey, origin: string): Snippet[] {
  const endpoint = `export AWS_ENDPOINT_URL_BEDROCK_RUNTIME=${origin}/api/bedrock`;
  const region = "export AWS_REGION=us-east-1";
  if (key.kind === "signing")
    return [
      {
        title: "Environment of any AWS SDK",
        lines: [
          endpoint,
          region,
          `export AWS_ACCESS_KEY_ID=${key.accessKeyId}`,
          `export AWS_SECRET_ACCESS_KEY=${key.secretAccessKey}`,
        ],
      },
    ];
  return [
    {
      title: "One prompt by hand",
      lines: [
        `curl ${origin}/api/prompts -H "Authorization: Bearer ${key.token}" -d '{"prompt": "What is machine learning?"}'`,
      ],
    },
    {
      title: "Environment of a newer AWS SDK",
      lines: [endpoint, region, `export AWS_BEARER_TOKEN_BEDROCK=${key.token}`],
    },
  ];
}
