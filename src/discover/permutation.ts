import { mix } from "../num/hash.js";
import { type Uniform, uniformStream } from "../num/random.js";
import { type Average, averageStatistic, summedCells } from "./average.js";
import { type Stratum, varies } from "./strata.js";

/** A p-value by drawing, and how many draws it took. */
export interface DrawnTail {
  readonly p: number;
  readonly draws: number;
}

/** Draws made in any case; how often chance must have won before more are pointless; the most. */
const FIRST = 999;
const WINS = 20;
const MOST = 19_999;
/** Observations shuffled at most beyond the first draws: a second or so. */
const WORK = 3e7;

/**
 * The chance of so large a chi-square over all strata, and of so large an average association where there is one, if the two columns are
 * independent within every stratum: the values of one are shuffled within the strata, which keeps all margins. Such a p-value is exact at
 * any number of rows (it counts the data among the draws). 999 draws; where chance wins fewer than 20 of them drawing goes on, up to 20
 * wins or 19,999 draws, so that small p-values have digits (J. Besag and P. Clifford, Biometrika 78, 1991). The draws depend on the seed
 * and the tables, not on the order of rows. Cost: O(observations) a draw.
 * @param strata counts of observations, whole numbers
 */
export function drawnTails(
  strata: readonly Stratum[],
  average: Average | undefined,
  seed: number,
): { readonly all: DrawnTail; readonly average: DrawnTail | undefined } {
  const telling = strata.filter(varies);
  const size = telling.reduce((sum, { mass }) => sum + mass, 0);
  const most = Math.max(FIRST, Math.min(MOST, Math.floor(WORK / size)));
  const decks = telling.map(deckOf);
  const uniform = uniformStream(mix(seed, 0x9e37), 0x1b87);
  const all = race(
    telling.reduce((sum, stratum) => sum + agreement(stratum), 0),
    most,
  );
  const mean = average && race(averageStatistic(summedCells(telling, average), average), most);
  while (all.runs() || mean?.runs()) {
    const sums = average && new Float64Array(average.expected.length);
    let sum = 0;
    for (const deck of decks) sum += shuffled(deck, uniform, sums, average?.columns ?? 0);
    all.meet(sum);
    if (mean && sums) mean.meet(averageStatistic(sums, average));
  }
  return { all: all.tail(), average: mean?.tail() };
}

/** The data's statistic against those of draws, one after the other, until enough are known. */
function race(seen: number, most: number) {
  // Tables that are equal must not differ by the rounding of their sums.
  const goal = seen * (1 - 1e-9);
  let [draws, wins] = [0, 0];
  const runs = () => draws < FIRST || (wins < WINS && draws < most);
  return {
    runs,
    meet(statistic: number) {
      if (!runs()) return;
      draws++;
      if (statistic >= goal) wins++;
    },
    tail: (): DrawnTail => ({ p: draws > FIRST && wins >= WINS ? wins / draws : (wins + 1) / (draws + 1), draws }),
  };
}

/** What of (n - 1) / n times chi-square differs between tables of the same margins: (n - 1) times the sum of n_ij^2 / (n_i n_j). */
function agreement({ lines, columns, cells, lineMass, columnMass, mass }: Stratum): number {
  let sum = 0;
  for (let i = 0; i < lines; i++) {
    for (let j = 0; j < columns; j++) sum += cells[i * columns + j] ** 2 / (lineMass[i] * columnMass[j]);
  }
  return (mass - 1) * sum;
}

/** The observations of a stratum: how many in each line, and the column of each, to be shuffled. */
interface Deck {
  readonly lines: readonly { readonly code: number; readonly mass: number }[];
  readonly columnCodes: Int32Array;
  readonly columnMass: Float64Array;
  readonly cards: Int32Array;
  readonly tally: Float64Array;
}

function deckOf({ lineCodes, lineMass, columnCodes, columnMass, columns, mass }: Stratum): Deck {
  const cards = new Int32Array(mass);
  let at = 0;
  for (let j = 0; j < columns; j++) {
    cards.fill(j, at, at + columnMass[j]);
    at += columnMass[j];
  }
  const lines = Array.from(lineCodes, (code, i) => ({ code, mass: lineMass[i] }));
  // The last line needs no chance, so it should be the longest.
  return {
    lines: lines.sort((a, b) => a.mass - b.mass),
    columnCodes,
    columnMass,
    cards,
    tally: new Float64Array(columns),
  };
}

/**
 * Shuffles the cards (Fisher and Yates), deals them to the lines, and gives the `agreement` of the new table; its cells are added to `sums`
 * as `summedCells` does. The last line takes what is left.
 */
function shuffled(deck: Deck, uniform: Uniform, sums: Float64Array | undefined, width: number): number {
  const { lines, columnCodes, columnMass, cards, tally } = deck;
  let sum = 0;
  let left = cards.length;
  for (const { code, mass } of lines) {
    tally.fill(0);
    const last = mass === left;
    for (let k = mass; k > 0; k--) {
      const at = last ? left - 1 : Math.floor(uniform() * left);
      const card = cards[at];
      cards[at] = cards[--left];
      cards[left] = card;
      tally[card]++;
    }
    let line = 0;
    for (let j = 0; j < tally.length; j++) line += (tally[j] * tally[j]) / columnMass[j];
    sum += line / mass;
    if (sums === undefined || code === 0) continue;
    for (let j = 0; j < tally.length; j++) {
      if (columnCodes[j] > 0) sums[(code - 1) * width + columnCodes[j] - 1] += tally[j];
    }
  }
  return (cards.length - 1) * sum;
}
