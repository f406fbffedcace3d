import type { Identification } from "../../query/identification.js";
import { type Html, html } from "../page/html.js";

const SOURCES = {
  diagrams:
    "Pearl (1995). Causal diagrams for empirical research. Biometrika 82. (The do-calculus, back-door and front-door.)",
  joint:
    "Shpitser & Pearl (2006). Identification of joint interventional distributions in recursive semi-Markovian causal models. AAAI. (ID and hedges.)",
  conditional: "Shpitser & Pearl (2006). Identification of conditional interventional distributions. UAI. (IDC.)",
  hierarchy:
    "Shpitser & Pearl (2008). Complete identification methods for the causal hierarchy. Journal of Machine Learning Research 9. (ID* and IDC*.)",
  sets: "Van der Zander, Liśkiewicz & Textor (2019). Separators and adjustment sets in causal graphs. Artificial Intelligence 270.",
  efficient:
    "Rotnitzky & Smucler (2020). Efficient adjustment sets for population average causal treatment effect estimation in graphical models. Journal of Machine Learning Research 21.",
  fusion:
    "Bareinboim & Pearl (2016). Causal inference and the data-fusion problem. PNAS 113. (Transport and selection.)",
  manski: "Manski (1990). Nonparametric bounds on treatment effects. American Economic Review 80.",
  compliance:
    "Balke & Pearl (1997). Bounds on treatment effects from studies with imperfect compliance. Journal of the American Statistical Association 92.",
  disco: "DiscoSCM: arXiv 2401.15911. (The individual as a variable of the model.)",
} as const;

/** Whose ideas this answer rests on. */
export function sourcesOf({ method, layer, ways, bounds, sharper, reading }: Identification): Html {
  const fused = ["transport", "recovery from selection", "experiments"].includes(method);
  const keys: (keyof typeof SOURCES)[] = [
    "diagrams",
    ...(layer === 2 ? (["joint"] as const) : []),
    ...(method === "IDC" ? (["conditional"] as const) : []),
    ...(layer === 3 ? (["hierarchy"] as const) : []),
    ...(fused ? (["fusion"] as const) : []),
    ...(ways === undefined ? [] : (["sets"] as const)),
    ...(ways?.efficient === undefined ? [] : (["efficient"] as const)),
    ...(bounds === undefined && sharper === undefined ? [] : (["manski"] as const)),
    ...(bounds !== undefined && (ways?.instruments.length ?? 0) > 0 ? (["compliance"] as const) : []),
    ...(reading === undefined ? [] : (["disco"] as const)),
  ];
  return html`<section aria-labelledby="sources"><h2 id="sources">Sources</h2>
<ul class="small">${keys.map((key) => html`<li>${SOURCES[key]}</li>`)}</ul></section>`;
}
