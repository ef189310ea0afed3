import "server-only";
/** Releases as tools of agents. Deciding an approval is not among them: that is for people. */
import "./verb-tools/explain-failure";
import "./verb-tools/list-deployments";
import "./verb-tools/list-pipelines";
import "./verb-tools/read-deployment";
import "./verb-tools/read-log";
import "./verb-tools/read-pipeline";
import "./verb-tools/retry-stage";
import "./verb-tools/roll-back";
import "./verb-tools/start";
import "./verb-tools/stop";
