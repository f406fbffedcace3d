import type { Complain } from "./fields.js";
import { publicPart, type UserProfile } from "./profile.js";

/**
 * Nothing that may be told holds a text that is private: a secret would be told although it is marked. @throws DiscoError with both places and neither
 * text. Cost: O(texts x private texts).
 */
export function checkSecrets(profile: UserProfile, complain: Complain): void {
  const secrets = [
    ...profile.private.map((text, k) => ({ place: `private[${k}]`, text })),
    ...profile.facts.flatMap((fact, k) => (fact.private ? [{ place: `facts[${k}].text`, text: fact.text }] : [])),
  ].map(({ place, text }) => ({ place, text: plain(text) }));
  if (secrets.length === 0) return;
  for (const { place, text } of openTexts(profile)) {
    const secret = secrets.find((one) => plain(text).includes(one.text));
    if (secret === undefined) continue;
    const next =
      "mark this as private too, or say it without; a private text should be long enough to be no part of others";
    throw complain(place, `it holds the text of ${secret.place}, which is private`, next);
  }
}

/** Everything of a profile that somebody may read: a model, or a person at the terminal. */
function openTexts(profile: UserProfile): { readonly place: string; readonly text: string }[] {
  const { name, describes = "", style, factors, expression = "" } = publicPart(profile);
  return [
    { place: "name", text: name },
    { place: "describes", text: describes },
    ...profile.facts.flatMap(({ text, source, private: mark }, k) =>
      mark
        ? []
        : [
            { place: `facts[${k}].text`, text },
            { place: `facts[${k}].source`, text: source },
          ],
    ),
    ...style.map((text, k) => ({ place: `style[${k}]`, text })),
    ...Object.entries(factors).flatMap(([key, { system }]) => [
      { place: "factors", text: key },
      { place: `factors.${key}.system`, text: system },
    ]),
    { place: "expression", text: expression },
  ];
}

/** Without what makes two spellings of one text. */
const plain = (text: string) => text.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim();
