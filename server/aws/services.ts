import "server-only";

/** The AWS services the console calls, with the names operators know them by. */
export const AWS_SERVICES = {
  codepipeline: "CodePipeline",
  codedeploy: "CodeDeploy",
  codebuild: "CodeBuild",
  logs: "CloudWatch Logs",
  s3: "S3",
  elasticloadbalancing: "Elastic Load Balancing",
  autoscaling: "Auto Scaling",
  cloudwatch: "CloudWatch",
  sts: "STS",
  sqs: "SQS",
  "bedrock-runtime": "Bedrock",
  "bedrock-agentcore": "AgentCore",
  ssm: "Systems Manager",
  ec2: "EC2",
  sns: "SNS",
  states: "Step Functions",
  secretsmanager: "Secrets Manager",
} as const;
export type AwsService = keyof typeof AWS_SERVICES;
