// Learners that take longer, each held to what all of them promise.
import { forest } from "../../src/learn/forest.js";
import { networkMean } from "../../src/learn/network.js";
import { learnerSuite } from "./learner-suite.js";

learnerSuite({ learner: forest({ trees: 40 }), smooth: true });
learnerSuite({ learner: networkMean({ hidden: [8] }), smooth: true });
