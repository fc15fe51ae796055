/** The languages of the page, and its one `t`. English comes with the page; another language is a script of its own, fetched when it is spoken. */
import { createInstance } from 'i18next';
import type { Words } from '../bundle/manifest';
import type { ErrorCode } from '../errors';
import { imported } from '../imported';
import { en } from './en';
import type { Key, Params, Translation } from './keys';

export const LANGUAGES = { en: 'English', ko: '한국어', zh: '中文' } as const;
export type Language = keyof typeof LANGUAGES;
export const isLanguage = (value: unknown): value is Language => typeof value === 'string' && Object.hasOwn(LANGUAGES, value);

/** For `<html lang>` and Intl. */
export const TAGS = { en: 'en', ko: 'ko', zh: 'zh-Hans' } as const satisfies Record<Language, string>;

/** A bundle's words, and what its recommender is called. */
export type SpokenWords = Words & { recommender?: string };

/** Until a manifest is there. */
export const FIRST_WORDS: SpokenWords = { item: 'movie', items: 'movies', consumed: 'watched', consume: 'watch' };

/** What a language brings beside its sentences. */
export interface Spoken {
  sentences: Translation<typeof en>;
  /** Forms of the bundle's words, by its domain: what stands for `{{item}}` and its like. */
  words: Record<Domain, Record<string, string>>;
  /** Forms of a recommender's name, which is English. */
  recommender?(name: string): Record<string, string>;
  /** Genres, sub-genres, countries and what else has an English name in the bundle. */
  names: Readonly<Record<string, string>>;
  /** A sentence and a next step for each error: thrown in English, said in the visitor's language by their codes. */
  errors: Record<ErrorCode, readonly [message: string, nextStep: string]>;
}

/** The domains whose words the languages know; a bundle of another one is spoken of in general terms. */
type Domain = 'film' | 'game' | 'product' | 'other';
const domainOf = ({ item }: Words): Domain =>
  /\b(?:film|movie)$/.test(item) ? 'film' : /\bgame$/.test(item) ? 'game' : /\bproduct$/.test(item) ? 'product' : 'other';

const LATER = {
  ko: imported(async () => (await import('./ko')).ko),
  zh: imported(async () => (await import('./zh')).zh),
} as const satisfies Record<Exclude<Language, 'en'>, () => Promise<Spoken>>;

const spoken = new Map<Language, Spoken>();
const listeners = new Set<() => void>();
let now: Language = 'en';

const i18n = createInstance();
void i18n.init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en } },
  interpolation: { escapeValue: false },
  returnEmptyString: true,
  initAsync: false,
});

export const languageNow = (): Language => now;

/** @returns a function that ends it */
export function onLanguage(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Speaks another language from now on, once its words are there.
 * @param isWanted whether it still is, when they are
 * @throws where they do not arrive: the page goes on as it was.
 */
export async function speak(language: Language, isWanted: () => boolean = () => true): Promise<void> {
  if (language !== 'en' && !spoken.has(language)) {
    const words = await LATER[language]();
    i18n.addResourceBundle(language, 'translation', words.sentences);
    spoken.set(language, words);
  }
  if (!isWanted()) return;
  now = language;
  for (const listener of [...listeners]) listener();
}

/** Sentences of a language, in the words of a bundle. */
export interface Translate {
  <K extends Key>(key: K, ...params: Params<K>): string;
  language: Language;
  /** What a genre, a country or another English name of the bundle is called. */
  label(english: string): string;
  /** Several of them, one after the other. */
  labels(english: readonly string[]): string;
  /** "a, b and c". */
  list(parts: readonly string[]): string;
}

const FIRST_RECOMMENDER = 'SASRec';
const made = new Map<string, Translate>();
const known = new WeakMap<SpokenWords, Map<Language, Translate>>();

/** The same function for the same language and equal words: a catalogue that brings the words which the page began with changes no sentence. */
export function translate(words: SpokenWords = FIRST_WORDS, language: Language = now): Translate {
  let ofWords = known.get(words);
  if (!ofWords) known.set(words, (ofWords = new Map<Language, Translate>()));
  let t = ofWords.get(language);
  if (!t) {
    const { item, items, consumed, consume, recommender = FIRST_RECOMMENDER } = words;
    const key = JSON.stringify([language, item, items, consumed, consume, recommender]);
    t = made.get(key) ?? write(words, language);
    made.set(key, t);
    ofWords.set(language, t);
  }
  return t;
}

function write(words: SpokenWords, language: Language): Translate {
  // The languages to look in, already resolved: i18next asks Intl for them at each sentence, which was half of its time.
  const fixed = i18n.getFixedT([...new Set([language, 'en' as const])]) as (key: string, params: Record<string, unknown>) => string;
  const { recommender = FIRST_RECOMMENDER } = words;
  const others = spoken.get(language);
  const forms = { ...(others?.words[domainOf(words)] ?? englishForms(words)), recommender, ...others?.recommender?.(recommender) };
  const names = others?.names ?? {};
  const of = { ...forms, lng: language, nest: false };
  const mayKeep = language === 'en' || others !== undefined;
  /** Sentences without a number or a name of their own: the first render says two hundred of them, and each one after it again. */
  const kept = new Map<string, string>();
  const t = (key: string, params?: Record<string, unknown>) => {
    if (params || !mayKeep) return fixed(key, { ...of, ...params });
    let sentence = kept.get(key);
    if (sentence === undefined) kept.set(key, (sentence = fixed(key, of)));
    return sentence;
  };
  const label = (english: string) => names[english] ?? english;
  return Object.assign(t, {
    language,
    label,
    labels: (english: readonly string[]) => english.map(label).join(language === 'zh' ? '、' : ', '),
    list: (parts: readonly string[]) => (language === 'en' ? englishList(parts) : new Intl.ListFormat(TAGS[language], { type: 'conjunction' }).format(parts)),
  });
}

/** As Intl says it in British English; its first format costs 18 ms of a render. */
const englishList = (parts: readonly string[]): string => [parts.slice(0, -1).join(', '), ...parts.slice(-1)].filter(Boolean).join(' and ');

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function englishForms({ item, items, consumed, consume }: Words): Record<string, string> {
  const anItem = `${/^[aeiou]/i.test(item) ? 'an' : 'a'} ${item}`;
  const consumes = /(?:[sxz]|ch|sh)$/.test(consume) ? `${consume}es` : `${consume}s`;
  return { item, items, consumed, consume, consumes, anItem, Item: capital(item), Items: capital(items), AnItem: capital(anItem), Consume: capital(consume) };
}

/** What a failure is called in the visitor's language; as it was thrown in English. */
export function sayError({ code, message, nextStep }: { code: ErrorCode; message: string; nextStep: string }, language: Language = now): [string, string] {
  const [said, next] = spoken.get(language)?.errors[code] ?? [message, nextStep];
  return [said, next];
}

/**
 * Which language a visit begins with.
 * @param candidates what was chosen, what was kept and what the browser prefers, in this order; "zh-TW" and the like count as their first part
 */
export const firstLanguage = (candidates: readonly (string | null)[]): Language =>
  candidates.map((tag) => tag?.toLowerCase().split('-')[0]).find(isLanguage) ?? 'en';
