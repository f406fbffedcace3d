import { word } from "../attribute/wording.js";
import type { Sample } from "../num/sample.js";
import type { ComparedPolicy } from "../query/decision.js";
import { spendInLanes, sumTreated } from "./allocate.js";
import { type Choice, foldLimits, largestFirst } from "./choose.js";
import { atEntries, benefitAnswer, type DecideContext, successAnswer } from "./context.js";
import type { People } from "./people.js";
import type { GrownPolicy } from "./tree.js";

/** What a policy does to each entry, and of whom it is judged: everybody, or those that it was not made from. */
interface Judgement {
  readonly name: ComparedPolicy["name"];
  readonly treated: number;
  readonly part: Float64Array;
  readonly base?: Float64Array;
}

/**
 * The policy chosen beside treating nobody, everybody, as many as were chosen but those with the largest predicted effects, and the policy tree. A
 * policy is taken as given: each entry is judged by scores of a model that did not see it, which is also what decided about it; the tree is
 * judged on the entries that it was not grown on. Cost: O(entries).
 */
export function comparedPolicies(
  context: DecideContext,
  sample: Sample,
  people: People,
  choice: Choice,
  { seed, tree }: { readonly seed: number; readonly tree: GrownPolicy | undefined },
): ComparedPolicy[] {
  const chosen = atEntries(context, choice.judged);
  const treated = shareTreated(people, choice.treat);
  const judge = ({ name, treated, part, base }: Judgement): ComparedPolicy => {
    const among = base === undefined ? {} : { base };
    const benefit = (query: string, of: Float64Array) => benefitAnswer(context, { query, part: of, ...among });
    const [query, own] = [`E[benefit; policy=${word(name)}]`, "E[benefit; policy=chosen]"];
    const told = {
      ...{ name, treated, benefit: benefit(query, part) },
      success: successAnswer(context, { query: successQuery(sample, name), part, ...among }),
    };
    if (name === "chosen") return told;
    const more = new Float64Array(part.length);
    for (let j = 0; j < more.length; j++) more[j] = base === undefined || base[j] > 0 ? chosen[j] - part[j] : 0;
    return { ...told, difference: benefit(`${own} - ${query}`, more) };
  };
  return [
    judge({ name: "chosen", treated, part: chosen }),
    judge({ name: "nobody", treated: 0, part: new Float64Array(chosen.length) }),
    judge({ name: "everybody", treated: 1, part: new Float64Array(chosen.length).fill(1) }),
    judge({ name: "by effect", treated, part: atEntries(context, byEffect(people, choice, seed)) }),
    ...(tree === undefined ? [] : [judge(ofTree(context, tree))]),
  ];
}

function ofTree({ scored }: DecideContext, { treat, judged }: GrownPolicy): Judgement {
  const base = Float64Array.from(judged);
  let [mass, treated] = [0, 0];
  for (let j = 0; j < base.length; j++) {
    mass += scored.count[j] * base[j];
    treated += scored.count[j] * base[j] * treat[j];
  }
  return { name: "tree", treated: treated / mass, part: base.map((inside, j) => inside * treat[j]), base };
}

/** The share of individuals treated. */
export function shareTreated({ mass, total }: People, treat: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < treat.length; i++) sum += mass[i] * treat[i];
  return sum / total;
}

/** The same share of individuals, those with the largest predicted effects first: in each fold, as the policy chosen is judged. */
function byEffect(people: People, choice: Choice, seed: number): Float64Array {
  const { p1, p0, mass, size } = people;
  const effect = new Float64Array(size);
  for (let i = 0; i < size; i++) effect[i] = p1[i] - p0[i];
  const one = new Float64Array(size).fill(1);
  const everybody = new Uint8Array(size);
  const queue = {
    order: largestFirst(effect, people, seed),
    net: one,
    mass,
    price: one,
    limit: Number.POSITIVE_INFINITY,
  };
  const limits = foldLimits(people, everybody, sumTreated(choice.treat, mass, one));
  return spendInLanes({ ...queue, apart: everybody }, people.fold, limits);
}

function successQuery({ outcome, treatment }: Sample, policy: string): string {
  const success = outcome.kind === "binary" ? word(outcome.labels.yes) : 1;
  return `P(${word(outcome.name)}[${word(treatment.name)}=policy ${word(policy)}]=${success})`;
}
