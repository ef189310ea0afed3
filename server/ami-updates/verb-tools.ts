import "server-only";
/** AMI updates as tools of agents. Lifting a skip and overriding the rules are not among them: those are for people. */
import "./verb-tools/decide";
import "./verb-tools/dry-run";
import "./verb-tools/list-proposals";
import "./verb-tools/list-targets";
import "./verb-tools/read-proposal";
import "./verb-tools/read-rollout";
import "./verb-tools/run-detection";
