// One lab, one PostgreSQL and one engine serve all of them.
import "./on-a-lab/world";
import "./on-a-lab/agentcore-wire";
import "./on-a-lab/agentcore";
import "./on-a-lab/agentcore-killed";
import "./on-a-lab/operator";
import "./on-a-lab/pages";
import "./on-a-lab/verbs";
