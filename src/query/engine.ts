/** What made an answer, as every answer's provenance names it; the package's version, which a test compares. */
export const ENGINE = "discoscm 0.1.0";
