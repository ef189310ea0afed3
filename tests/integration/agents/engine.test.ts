// One PostgreSQL, one Redis and one engine serve all of them. The last one takes the database away.
import "./engine/world";
import "./engine/approvals";
import "./engine/runs";
import "./engine/definitions";
import "./engine/retire";
import "./engine/memory";
import "./engine/traces";
import "./engine/store";
