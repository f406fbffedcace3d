import type * as PlotModule from "@observablehq/plot";
import { type Html, trusted } from "./html.js";

type Plot = typeof PlotModule;

/** What drawing needs: the plot library and a document to draw in. */
export interface Easel {
  readonly Plot: Plot;
  readonly document: Document;
}

/** A drawing before it is set: an id unique in the page, what a screen reader says, and the plot. */
export interface Drawing {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly options: PlotModule.PlotOptions;
  /** Fills by name: each becomes the pattern `url(#id-name)`, stripes in the given colour. */
  readonly hatches?: Readonly<Record<string, string>>;
}

const NAMESPACE = "http://www.w3.org/2000/svg";

/** All drawings are this wide, about a phone's page: they scale to the column they stand in, so their text stays readable. */
const DRAWING_WIDTH = 400;
const FONT_SIZE = 13;

/** Loads the libraries; only pages need them, so nobody else pays. */
export async function openEasel(): Promise<Easel> {
  const [Plot, { parseHTML }] = await Promise.all([import("@observablehq/plot"), import("linkedom")]);
  return { Plot, document: parseHTML("<!doctype html><html><body></body></html>").document as unknown as Document };
}

/** The drawing as inline SVG, named and described for those who do not see it. */
export function draw({ Plot, document }: Easel, drawing: Drawing): Html {
  const svg = Plot.plot({
    width: DRAWING_WIDTH,
    style: { fontSize: `${FONT_SIZE}px`, fontFamily: "inherit", background: "none", overflow: "visible" },
    ...drawing.options,
    // Plot scopes its own style sheet by class name; one name per drawing keeps them apart.
    className: `plot-${drawing.id}`,
    document,
  });
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-labelledby", `${drawing.id}-title ${drawing.id}-desc`);
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  const add = (name: string, attributes: Readonly<Record<string, string>>, parent: Element): Element => {
    const element = document.createElementNS(NAMESPACE, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    parent.append(element);
    return element;
  };
  const head = document.createElementNS(NAMESPACE, "g");
  add("title", { id: `${drawing.id}-title` }, head).textContent = drawing.title;
  add("desc", { id: `${drawing.id}-desc` }, head).textContent = drawing.description;
  const defs = add("defs", {}, head);
  for (const [name, color] of Object.entries(drawing.hatches ?? {})) {
    const box = { id: `${drawing.id}-${name}`, width: "6", height: "6", patternUnits: "userSpaceOnUse" };
    const pattern = add("pattern", { ...box, patternTransform: "rotate(45)" }, defs);
    add("rect", { width: "6", height: "6", fill: color, "fill-opacity": "0.16" }, pattern);
    add("rect", { width: "2", height: "6", fill: color, "fill-opacity": "0.75" }, pattern);
  }
  svg.prepend(...head.childNodes);
  return trusted(rounded(svg.outerHTML));
}

/** Hundredths of a pixel are enough, and make a page of many dots a third smaller. Words between the tags keep their digits. */
function rounded(svg: string): string {
  return svg.replace(/<[^>]*>/g, (tag) =>
    tag.replace(/(?<=[\s"(,MLHVACZ-])\d+\.\d{3,}(?=[\s"),MLHVACZ-])/g, (number) =>
      String(Math.round(Number(number) * 100) / 100),
    ),
  );
}
