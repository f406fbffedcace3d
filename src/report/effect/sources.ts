import type { EffectAnswer } from "../../query/effect.js";
import { type Html, html } from "../page/html.js";

interface Source {
  /** Keys of estimators, checks, or parts of the answer that rest on it. */
  readonly of: readonly string[];
  readonly text: string;
  readonly doi?: string;
}

const SOURCES: readonly Source[] = [
  {
    of: ["aipw"],
    text: "Robins, Rotnitzky & Zhao (1994). Estimation of regression coefficients when some regressors are not always observed. Journal of the American Statistical Association 89. (AIPW.)",
    doi: "10.1080/01621459.1994.10476818",
  },
  {
    of: ["tmle"],
    text: "van der Laan & Rubin (2006). Targeted maximum likelihood learning. International Journal of Biostatistics 2.",
    doi: "10.2202/1557-4679.1043",
  },
  {
    of: ["dml", "dml-partial"],
    text: "Chernozhukov et al. (2018). Double/debiased machine learning for treatment and structural parameters. Econometrics Journal 21.",
    doi: "10.1111/ectj.12097",
  },
  {
    of: ["overlap"],
    text: "Li, Morgan & Zaslavsky (2018). Balancing covariates via propensity score weighting. Journal of the American Statistical Association 113. (Overlap weights.)",
    doi: "10.1080/01621459.2016.1260466",
  },
  {
    of: ["matching"],
    text: "Abadie & Imbens (2006). Large sample properties of matching estimators for average treatment effects. Econometrica 74.",
    doi: "10.1111/j.1468-0262.2006.00655.x",
  },
  {
    of: ["wald", "two-stage-least-squares"],
    text: "Imbens & Angrist (1994). Identification and estimation of local average treatment effects. Econometrica 62.",
    doi: "10.2307/2951620",
  },
  {
    of: ["groups"],
    text: "Callaway & Sant'Anna (2021). Difference-in-differences with multiple time periods. Journal of Econometrics 225.",
    doi: "10.1016/j.jeconom.2020.12.001",
  },
  {
    of: ["synthetic-control"],
    text: "Abadie, Diamond & Hainmueller (2010). Synthetic control methods for comparative case studies. Journal of the American Statistical Association 105.",
    doi: "10.1198/jasa.2009.ap08746",
  },
  {
    of: ["synthetic-did"],
    text: "Arkhangelsky et al. (2021). Synthetic difference-in-differences. American Economic Review 111.",
    doi: "10.1257/aer.20190159",
  },
  {
    of: ["regression-discontinuity"],
    text: "Hahn, Todd & van der Klaauw (2001). Identification and estimation of treatment effects with a regression-discontinuity design. Econometrica 69.",
    doi: "10.1111/1468-0262.00183",
  },
  {
    of: ["balance"],
    text: "Austin (2009). Balance diagnostics for comparing the distribution of baseline covariates between treatment groups in propensity-score matched samples. Statistics in Medicine 28.",
    doi: "10.1002/sim.3697",
  },
  {
    of: ["e-value"],
    text: "VanderWeele & Ding (2017). Sensitivity analysis in observational research: introducing the E-value. Annals of Internal Medicine 167.",
    doi: "10.7326/M16-2607",
  },
  {
    of: ["partial-r2"],
    text: "Cinelli & Hazlett (2020). Making sense of sensitivity: extending omitted variable bias. Journal of the Royal Statistical Society B 82.",
    doi: "10.1111/rssb.12348",
  },
  { of: ["rosenbaum"], text: "Rosenbaum (2002). Observational Studies. Springer." },
  {
    of: ["marginal-sensitivity"],
    text: "Tan (2006). A distributional approach for causal inference using propensity scores. Journal of the American Statistical Association 101.",
    doi: "10.1198/016214506000000023",
  },
  {
    of: ["manski", "monotone"],
    text: "Manski (1990). Nonparametric bounds on treatment effects. American Economic Review 80.",
  },
];

/** Whose ideas the numbers of this answer are. */
export function sourcesSection({ estimates, sensitivity, balance, panel }: EffectAnswer): Html | string {
  const used = new Set<string>([
    ...Object.entries(estimates).flatMap(([method, { value }]) => (value === null ? [] : [method])),
    ...sensitivity.map(({ id }) => id),
    ...(balance === undefined ? [] : ["balance"]),
    ...(panel?.groups === undefined ? [] : ["groups"]),
  ]);
  const list = SOURCES.filter((source) => source.of.some((key) => used.has(key)));
  if (list.length === 0) return "";
  return html`<section aria-labelledby="sources"><h2 id="sources">Sources</h2><ul class="small">${list.map(
    ({ text, doi }) =>
      html`<li>${text}${doi === undefined ? "" : html` <a href="https://doi.org/${doi}">doi:${doi}</a>`}</li>`,
  )}</ul></section>`;
}
