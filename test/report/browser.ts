import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const REQUIRED = process.env["DISCO_BROWSER"] === "required";
const FLAGS =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

const here = existsSync(CHROMIUM);
if (!here && !REQUIRED) console.warn(`No Chromium at ${CHROMIUM}: pages are not tried in a browser (set CHROMIUM).`);

/** Opens each page on a phone and on a desk, light and dark, and measures what a reader would see. */
export function tryInBrowser(title: string, pages: Readonly<Record<string, () => string | Promise<string>>>): void {
  describe.skipIf(!here && !REQUIRED)(title, () => {
    let browser: Browser;
    let folder: string;

    beforeAll(async () => {
      if (!here) throw new Error(`DISCO_BROWSER=required, but there is no Chromium at ${CHROMIUM} (set CHROMIUM).`);
      folder = mkdtempSync(join(tmpdir(), "disco-page-"));
      for (const [name, make] of Object.entries(pages)) writeFileSync(join(folder, `${name}.html`), await make());
      browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS.split(" ") });
    });

    afterAll(async () => {
      await browser?.close();
      if (folder !== undefined) rmSync(folder, { recursive: true });
    });

    for (const name of Object.keys(pages)) {
      for (const width of [400, 1280]) {
        for (const colorScheme of ["light", "dark"] as const) {
          it(`${name}, ${width} px, ${colorScheme}`, async () => {
            const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
            const complaints: string[] = [];
            const requests: string[] = [];
            page.on("console", (message) => complaints.push(message.text()));
            page.on("pageerror", (error) => complaints.push(error.message));
            page.on("dialog", (dialog) => {
              complaints.push(`dialog: ${dialog.message()}`);
              void dialog.dismiss();
            });
            page.on("request", (request) => requests.push(request.url()));
            const url = pathToFileURL(join(folder, `${name}.html`)).href;
            await page.goto(url);
            const seen = await page.evaluate(look);
            await page.close();
            expect(complaints).toEqual([]);
            expect(requests).toEqual([url]);
            expect(seen.overflow, "the page scrolls sideways").toBeLessThanOrEqual(0);
            expect(seen.cut, "tables that scroll inside the page").toEqual([]);
            expect(seen.contrast, "body text").toBeGreaterThan(10);
            expect(seen.softContrast, "soft text").toBeGreaterThan(4.5);
            expect(seen.smallest, "text of drawings").toBeGreaterThanOrEqual(11.5);
            expect(seen.outside, "text that leaves its drawing").toEqual([]);
            expect(seen.lightness > 0.5).toBe(colorScheme === "light");
          });
        }
      }
    }
  });
}

/** Runs in the page: measures what a reader would see. Self-contained, because only its source travels. */
function look() {
  const luminance = (color: string): number => {
    const [r, g, b] = (color.match(/[\d.]+/g) ?? []).map((part) => {
      const channel = Number(part) / 255;
      return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const background = luminance(getComputedStyle(document.body).backgroundColor);
  const contrast = (element: Element): number => {
    const color = luminance(getComputedStyle(element).color);
    return (Math.max(color, background) + 0.05) / (Math.min(color, background) + 0.05);
  };
  const texts = [...document.querySelectorAll("svg[role=img] text")];
  const drawn = texts.map((text) => {
    const svg = text.closest("svg") as SVGSVGElement;
    return (
      Number.parseFloat(getComputedStyle(text).fontSize) *
      (svg.getBoundingClientRect().width / svg.viewBox.baseVal.width)
    );
  });
  // Line boxes are a little larger than what is drawn in them, hence the tolerance.
  const outside = texts.filter((text) => {
    const box = text.getBoundingClientRect();
    const frame = (text.closest("svg") as SVGSVGElement).getBoundingClientRect();
    return (
      box.left < frame.left - 3 ||
      box.right > frame.right + 3 ||
      box.top < frame.top - 3 ||
      box.bottom > frame.bottom + 3
    );
  });
  const cut = [...document.querySelectorAll(".scroll")].filter((box) => box.scrollWidth > box.clientWidth + 1);
  return {
    overflow: document.documentElement.scrollWidth - window.innerWidth,
    cut: cut.map((box) => box.textContent?.slice(0, 80)),
    contrast: contrast(document.body),
    softContrast: Math.min(...[...document.querySelectorAll(".soft")].map(contrast)),
    smallest: Math.min(...drawn),
    outside: outside.map((text) => text.textContent),
    lightness: background,
  };
}
