import type { Identification } from "../../query/identification.js";
import { graphSvg } from "../graph/svg.js";
import { askedOf } from "./asked.js";
import { highlightsOf } from "./highlights.js";

/**
 * The graph of an answer as an SVG file, with what is set and asked about, and what is adjusted for, carries the effect or stands in the way.
 * @throws DiscoError for a graph that is too large to be drawn
 * Cost: loads dagre at the first call.
 */
export async function identificationSvg(answer: Identification): Promise<string> {
  return graphSvg(answer.graph, { ...askedOf(answer), highlight: highlightsOf(answer), title: answer.query });
}
