import type { Calibration } from "../../num/calibration.js";

/** A difference this improbable by chance is called out. */
const LEVEL = 0.05;

const percent = (share: number) => `${(100 * share).toFixed(share > 0.01 && share < 0.99 ? 0 : 1)} %`;
const near = (p: number) => p.toFixed(p > 0.01 && p < 0.99 ? 2 : 4);

/** Are the probabilities off by more than chance explains? Undefined where nothing can be said. */
export function isOff({ test, wrong }: Calibration): boolean | undefined {
  if (wrong > 0) return true;
  return test && test.p < LEVEL;
}

/** In which way they are off, as far as that is more than chance. */
function how({ slope, shift, predicted, came }: Calibration): string {
  const sure = (of: Calibration["slope"], from: number) => of !== undefined && Math.abs(of.value - from) > 2 * of.se;
  const ways: string[] = [];
  if (slope && sure(slope, 1)) {
    ways.push(`they are too near to ${slope.value < 1 ? "0 and 1" : "each other"} (slope ${slope.value.toFixed(2)})`);
  }
  if (sure(shift, 0)) ways.push(`they average ${percent(predicted)}, and ${percent(came)} came true`);
  return ways.length > 0 ? ways.join("; ") : "some are too high and others too low, which evens out";
}

/** What a calibration says, in plain sentences: the verdict, the bin that is furthest off, the highest probabilities. */
export function calibrationWords(of: Calibration): string[] {
  const { bins, test, error, wrong, observations } = of;
  const off = isOff(of);
  const sentences: string[] = [];
  if (wrong > 0)
    sentences.push(`What was held to be certain failed to come in ${wrong} of ${observations} observations.`);
  if (test === undefined) sentences.push("Too little is in doubt to test whether the probabilities are right.");
  else {
    const by = `average distance ${(100 * error.plain).toFixed(1)} points, of which chance alone makes ${(100 * error.byChance).toFixed(1)}`;
    const p = test.p < 0.001 ? "below 0.001" : test.p.toFixed(3);
    sentences.push(
      off
        ? `The probabilities are off by more than chance explains (p ${p}; ${by}): ${how(of)}.`
        : `The probabilities come true as often as they say, as far as ${observations} observations can tell (p ${p}; ${by}).`,
    );
  }
  const last = bins.length - 1;
  const worst = bins.reduce((far, bin, k) => (distance(bin) > distance(bins[far]) ? k : far), 0);
  for (const k of [...new Set([worst, last])]) {
    const { predicted, came, observations: n, interval } = bins[k];
    const ends = interval ? `; 95 % interval ${percent(interval[0])} to ${percent(interval[1])}` : "";
    sentences.push(`Probabilities near ${near(predicted)} came true in ${percent(came)} (${n} observations${ends}).`);
  }
  return sentences;
}

/** In the reach of its interval, so that a small bin far off by chance is not the one shown. */
function distance({ predicted, came, interval }: Calibration["bins"][number]): number {
  return Math.abs(predicted - came) / (interval ? interval[1] - interval[0] : 1);
}
