// The plain learners, each held to what all of them promise.
import { boost } from "../../src/learn/boost.js";
import { cells } from "../../src/learn/cells.js";
import { elasticNet } from "../../src/learn/elastic-net.js";
import { linear } from "../../src/learn/linear.js";
import { learnerSuite } from "./learner-suite.js";

learnerSuite({ learner: cells(), smooth: false });
learnerSuite({ learner: linear(), smooth: true });
learnerSuite({ learner: elasticNet(), smooth: true });
learnerSuite({ learner: boost(), smooth: true });
