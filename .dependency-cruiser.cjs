// The import rules of the house, all errors. Each is proven to fire by tests/unit/checks/import-rules.test.ts.
const SLICES = "releases|ami-updates|prompt-cache|agents|inbox|audit";
const ADAPTERS = "aws|github|kubernetes|redis|db";
/** A package, wherever npm put it. */
const sdk = (...names) => `(^|/)node_modules/(${names.join("|")})(/|$)`;
// Drizzle is not among them: its operators are how a feature asks; handle and tables stay in server/db.
const SDKS = sdk(
  "@aws-sdk/[^/]+",
  "@smithy/[^/]+",
  "@octokit/[^/]+",
  "@kubernetes/[^/]+",
  "ioredis",
  "pg",
);
const error = (name, comment, from, to) => ({ name, severity: "error", comment, from, to });

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    error(
      "no-cycles",
      "Files that need each other are one file, or miss a third.",
      {},
      {
        circular: true,
        viaOnly: { dependencyTypesNot: ["type-only"] },
      },
    ),
    error(
      "no-unresolved",
      "An import must lead somewhere.",
      {},
      // Types only, with an empty main that nothing can resolve.
      { couldNotResolve: true, pathNot: "^@octokit/webhooks-types$" },
    ),

    error(
      "app-without-sdks",
      "Routes know neither SDKs nor adapters.",
      { path: "^app/" },
      {
        path: [SDKS, `^server/(${ADAPTERS})/`],
      },
    ),
    error(
      "app-without-tests-or-tools",
      "The console is the same with or without its tools.",
      {
        path: "^(app|components|lib|server)/",
      },
      { path: "^(lab|scripts|tests|deploy)/" },
    ),

    error(
      "components-server-only-by-actions",
      "A component reaches the server through its slice's actions.",
      {
        path: "^components/([^/]+)/",
      },
      { path: "^server/", pathNot: "^server/$1/actions\\.ts$" },
    ),
    error(
      "components-one-feature",
      "A feature's views do not use another feature's.",
      {
        path: `^components/(${SLICES})/`,
      },
      { path: `^components/(${SLICES})/`, pathNot: "^components/$1/" },
    ),
    error(
      "components-ui-knows-no-feature",
      "Primitives, shell and data views serve every feature alike.",
      {
        path: "^components/ui/",
      },
      { path: "^components/(?!ui/)" },
    ),
    error(
      "components-data-knows-no-feature",
      "Data views serve every feature alike.",
      {
        path: "^components/data/",
      },
      { path: `^components/(${SLICES}|shell)/` },
    ),
    error(
      "components-shell-knows-no-feature",
      "The shell serves every feature alike.",
      {
        path: "^components/shell/",
      },
      { path: `^components/(${SLICES})/` },
    ),
    error(
      "components-without-app-or-sdks",
      "Views know neither routes nor SDKs.",
      { path: "^components/" },
      {
        path: ["^app/", SDKS],
      },
    ),

    error(
      "lib-is-pure",
      "lib runs in the browser, on the server and in tests: zod is all it needs.",
      {
        path: "^lib/",
      },
      { pathNot: ["^lib/", sdk("zod")] },
    ),
    error(
      "lib-one-feature",
      "A feature's pure code uses lib/platform and its own.",
      {
        path: `^lib/(${SLICES}|live|shell)/`,
      },
      { path: "^lib/", pathNot: ["^lib/platform/", "^lib/$1/", "^lib/live/model\\.ts$"] },
    ),
    error(
      "lib-platform-knows-no-feature",
      "What every feature uses knows none of them.",
      {
        path: "^lib/platform/",
      },
      { path: "^lib/(?!platform/)" },
    ),

    error(
      "server-without-views",
      "The server renders nothing.",
      { path: "^server/" },
      {
        path: "^(app|components)/",
      },
    ),
    error(
      "server-features-without-sdks",
      "Only an adapter knows its SDK.",
      {
        path: "^server/",
        pathNot: [`^server/(${ADAPTERS})/`, "^server/platform/"],
      },
      { path: SDKS },
    ),
    error(
      "server-one-feature",
      "A feature never reaches into another; the inbox may read them.",
      {
        path: `^server/(?!inbox/)(${SLICES})/`,
      },
      { path: `^server/(${SLICES})/`, pathNot: ["^server/$1/"] },
    ),
    error(
      "inbox-only-reads",
      "The inbox reads other features; deciding is their actions' business.",
      {
        path: "^server/inbox/",
      },
      {
        path: `^server/(?!inbox/)(${SLICES})/`,
        pathNot: `^server/(${SLICES})/(read-|list-|topics\\.ts|inbox-)[^/]*$|^server/(${SLICES})/topics\\.ts$`,
      },
    ),
    error(
      "adapters-know-no-feature",
      "An adapter serves every feature alike.",
      {
        path: `^server/(${ADAPTERS})/`,
      },
      { path: [`^server/(${SLICES}|live)/`] },
    ),
    error(
      "adapters-know-each-other-not",
      "One adapter, one other end.",
      {
        path: `^server/(${ADAPTERS})/`,
      },
      { path: `^server/(${ADAPTERS})/`, pathNot: "^server/$1/" },
    ),
    error(
      "live-knows-no-feature",
      "Watchers carry any topic; features register theirs. One file lists who does.",
      { path: "^server/live/" },
      { path: `^server/(${SLICES})/`, pathNot: `^server/(${SLICES})/topics\\.ts$` },
    ),
    error(
      "platform-knows-no-feature",
      "What every feature stands on knows none of them.",
      {
        path: "^server/platform/",
      },
      { path: [`^server/(${SLICES}|live)/`, "^server/(aws|github|kubernetes)/"] },
    ),

    error(
      "lab-stands-alone",
      "The lab is another program: the console is tried against it, never with it.",
      {
        path: "^lab/",
      },
      { path: "^(app|components|lib|server|scripts|tests)/" },
    ),
    error(
      "lab-without-the-consoles-libraries",
      "The lab renders and stores nothing of the console's.",
      {
        path: "^lab/",
      },
      { path: sdk("react", "react-dom", "next", "ioredis", "pg", "drizzle-orm", "next-auth") },
    ),
    error(
      "scripts-without-console-code",
      "The launcher starts the console; it does not run its code.",
      {
        path: "^scripts/",
        pathNot: "^scripts/audit-verify",
      },
      { path: "^(app|components|server|lab)/" },
    ),
    error(
      "no-tests-in-tools",
      "Nothing but tests needs tests.",
      { path: "^(scripts|lab)/" },
      {
        path: "^tests/",
      },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["^\\.next", "^lab/sample-app/", "next-env\\.d\\.ts$"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".mjs", ".cjs", ".js", ".json", ".d.ts"],
    },
  },
};
