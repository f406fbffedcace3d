import { hashNumber, mix, unitInterval } from "../num/hash.js";
import { indices } from "../num/indices.js";
import type { Cloud } from "../query/attribution.js";
import type { Context } from "./context.js";

/** At most `most` individuals for the picture, drawn with their weights by a hash of their content (Efraimidis & Spirakis 2006). */
export function cloudOf({ sample, learnt, settings }: Context, most = 600): Cloud {
  const { entries, t, y } = learnt;
  const keys = new Float64Array(t.length);
  for (let j = 0; j < keys.length; j++) {
    const hash = mix(
      mix(entries.rowHash[entries.row[j]], t[j] + 2 * entries.fold[j]),
      mix(hashNumber(y[j]), settings.seed),
    );
    keys[j] = -Math.log(1 - unitInterval(hash)) / entries.count[j];
  }
  let chosen = indices(keys.length);
  if (keys.length > most) {
    const cut = Float64Array.from(keys).sort()[most];
    chosen = chosen.filter((j) => keys[j] < cut);
  }
  const round = (value: number) => Number(value.toPrecision(4));
  const pick = <T>(f: (j: number) => T) => Array.from(chosen, f);
  return {
    p0: pick((j) => round(learnt.m[0].mean[j])),
    p1: pick((j) => round(learnt.m[1].mean[j])),
    treated: pick((j) => t[j] === 1),
    outcome: pick((j) => y[j]),
    of: sample.weights ? entries.total : sample.rows,
  };
}
