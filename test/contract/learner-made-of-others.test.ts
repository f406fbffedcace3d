// Learners made of others, each held to what all of them promise.
import { calibrate } from "../../src/learn/calibration.js";
import { elasticNet } from "../../src/learn/elastic-net.js";
import { linear } from "../../src/learn/linear.js";
import { stack } from "../../src/learn/stack.js";
import { learnerSuite } from "./learner-suite.js";

learnerSuite({ learner: stack([linear({ ridge: 1 }), elasticNet({ lambda: 0.01 })]), smooth: true });
learnerSuite({ learner: calibrate(linear()), smooth: true });
