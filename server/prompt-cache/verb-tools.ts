import "server-only";
/** The prompt cache as tools of agents. Keys, deleting and emptying namespaces are not among them: those are for people. */
import "./verb-tools/evict";
import "./verb-tools/list-misses";
import "./verb-tools/read-namespace";
import "./verb-tools/read-rates";
import "./verb-tools/set-threshold";
import "./verb-tools/what-if";
