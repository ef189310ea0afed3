// One scripted model serves all of them.
import "./harness/loop";
import "./harness/ends";
import "./harness/resume";
import "./harness/models";
