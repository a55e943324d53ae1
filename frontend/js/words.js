/* The words scripts say come from the page (components/words.html): one catalogue for both sides. */

const words = readWords(globalThis.document);

function readWords(document) {
  const block = document?.getElementById("words");
  return block ? JSON.parse(block.textContent) : {};
}

/** The sentence of this key with "#" and "##" filled in order. */
export function say(key, ...values) {
  return fill(words[key] ?? key, values);
}

/** The form that fits the number: forms for 1, 2 and 5 as gettext gives them. */
export function sayCount(key, number, lang = globalThis.document?.documentElement.lang ?? "en") {
  return fill(pickForm(words[key] ?? [key, key, key], number, lang), [number]);
}

export function pickForm(forms, number, lang) {
  const category = new Intl.PluralRules(lang).select(number);
  const index = { one: 0, two: 1, few: 1, many: 2, other: lang === "ru" ? 2 : 1 }[category] ?? 2;
  return forms[index];
}

export function fill(text, values) {
  const [first = "", second = ""] = values.map(String);
  return text.replace("##", "\u0001").replace("#", first).replace("\u0001", second);
}
