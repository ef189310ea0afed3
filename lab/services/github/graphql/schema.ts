import { buildSchema } from "graphql";

/** The part of GitHub's schema that the lab knows, with GitHub's own names. */
export const SCHEMA = buildSchema(`
  scalar GitObjectID
  scalar Base64String
  scalar URI
  scalar DateTime

  type Query {
    viewer: User!
    repository(owner: String!, name: String!): Repository
    rateLimit: RateLimit
  }
  type RateLimit { limit: Int!, cost: Int!, remaining: Int!, resetAt: DateTime! }
  type User { id: ID!, login: String! }
  type Actor { login: String! }

  type Repository {
    id: ID!
    name: String!
    nameWithOwner: String!
    isPrivate: Boolean!
    defaultBranchRef: Ref
    ref(qualifiedName: String!): Ref
    pullRequest(number: Int!): PullRequest
    pullRequests(states: [PullRequestState!], headRefName: String, baseRefName: String, first: Int, last: Int): PullRequestConnection!
  }
  type Ref { name: String!, prefix: String!, target: Commit }
  type Commit { oid: GitObjectID!, url: URI!, messageHeadline: String!, signature: GitSignature }
  type GitSignature { isValid: Boolean!, wasSignedByGitHub: Boolean! }

  enum PullRequestState { OPEN CLOSED MERGED }
  enum MergeableState { MERGEABLE CONFLICTING UNKNOWN }
  type PullRequestConnection { totalCount: Int!, nodes: [PullRequest] }
  type PullRequest {
    id: ID!
    number: Int!
    title: String!
    body: String!
    state: PullRequestState!
    url: URI!
    headRefName: String!
    headRefOid: GitObjectID!
    baseRefName: String!
    mergeable: MergeableState!
    merged: Boolean!
    author: Actor
    labels(first: Int): LabelConnection
  }
  type LabelConnection { nodes: [Label] }
  type Label { name: String! }

  type Mutation {
    createCommitOnBranch(input: CreateCommitOnBranchInput!): CreateCommitOnBranchPayload
    updateRefs(input: UpdateRefsInput!): UpdateRefsPayload
  }
  scalar GitRefname
  input UpdateRefsInput { clientMutationId: String, repositoryId: ID!, refUpdates: [RefUpdate!]! }
  input RefUpdate { name: GitRefname!, afterOid: GitObjectID!, beforeOid: GitObjectID, force: Boolean }
  type UpdateRefsPayload { clientMutationId: String }
  input CreateCommitOnBranchInput {
    clientMutationId: String
    branch: CommittableBranch!
    fileChanges: FileChanges
    message: CommitMessage!
    expectedHeadOid: GitObjectID!
  }
  input CommittableBranch { id: ID, repositoryNameWithOwner: String, branchName: String }
  input FileChanges { additions: [FileAddition!], deletions: [FileDeletion!] }
  input FileAddition { path: String!, contents: Base64String! }
  input FileDeletion { path: String! }
  input CommitMessage { headline: String!, body: String }
  type CreateCommitOnBranchPayload { clientMutationId: String, commit: Commit, ref: Ref }
`);
