// The three layers by name say what the grammar says.
import { describe, expect, it } from "vitest";
import { ask } from "../../src/model/ask.js";
import { bernoulli, defineModel, normal } from "../../src/model/define.js";
import { imagine, intervene, see } from "../../src/model/layers.js";

const users = defineModel({
  units: [
    { name: "Loyal", weight: 0.2, pt: 0.6, p0: 0.85, p1: 0.9 },
    { name: "Sensitive", weight: 0.3, pt: 0.5, p0: 0.2, p1: 0.7 },
    { name: "Drifter", weight: 0.5, pt: 0.2, p0: 0.1, p1: 0.2 },
  ],
  variables: {
    subsidy: bernoulli("pt"),
    retained: bernoulli("subsidy == 1 ? p1 : p0"),
    spend: normal("10 * retained", 1),
  },
});

describe("see, intervene, imagine", () => {
  it("are the questions of the three layers", () => {
    const seen = see(users, { retained: 1 }, { given: { subsidy: 1 } });
    expect(seen.query).toBe("P(retained=1 | subsidy=1)");
    expect(seen.value).toBe(ask(users, "P(retained=1 | subsidy=1)").value);
    const done = intervene(users, { retained: 1 }, { set: { subsidy: 1 }, given: { unit: "Loyal" } });
    expect(done.query).toBe("P(retained[subsidy=1]=1 | unit=Loyal)");
    expect(done.value).toBeCloseTo(0.9, 12);
    expect(done.layer).toBe(2);
    const imagined = imagine(users, { retained: 1 }, { had: { subsidy: 0 }, given: { subsidy: 1, retained: 1 } });
    expect(imagined.query).toBe("P(retained[subsidy=0]=1 | subsidy=1, retained=1)");
    expect(imagined.value).toBeCloseTo(574 / 1165, 12);
  });
  it("take comparisons, individuals, attributes and the options of ask", () => {
    expect(see(users, { spend: [">", 5] }, { given: { retained: 1 } }).query).toBe("P(spend>5 | retained=1)");
    expect(imagine(users, { retained: 1 }, { unit: "Drifter", given: { retained: 1 }, coupling: 1 }).value).toBe(1);
    expect(intervene(users, { p1: 0.9 }, { set: { subsidy: 1 } }).query).toBe("P(p1=0.9)");
  });
});
