/** What TypeScript knows of the page's words: their keys, what each is given, and that no language lacks one. */
import type { en } from './en';

type Plural<K extends string> = K extends `${infer Name}_ordinal_${'one' | 'two' | 'few' | 'other'}`
  ? Name
  : K extends `${infer Name}_${'one' | 'other'}`
    ? Name
    : K;

/** "history.count": i18next chooses between "count_one" and "count_other". */
type Leaves<T, Path extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Path}${Plural<K>}` : Leaves<T[K], `${Path}${K}.`>;
}[keyof T & string];
export type Key = Leaves<typeof en>;

type At<T, K extends string> = K extends `${infer Head}.${infer Tail}`
  ? Head extends keyof T
    ? At<T[Head], Tail>
    : never
  : { [Name in keyof T & string]: Plural<Name> extends K ? T[Name] : never }[keyof T & string];

type Holes<S> = S extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Holes<Rest> : never;

/** What every sentence is given: forms of the bundle's words, and the recommender's name. */
type Given = 'item' | 'items' | 'consume' | 'consumed' | 'consumes' | 'anItem' | 'Item' | 'Items' | 'AnItem' | 'Consume' | 'recommender';

type IsPlural<T, K extends string> = K extends `${infer Head}.${infer Tail}`
  ? Head extends keyof T
    ? IsPlural<T[Head], Tail>
    : never
  : `${K}_other` extends keyof T
    ? true
    : `${K}_ordinal_other` extends keyof T
      ? true
      : false;

type Needs<K extends Key> = Exclude<Holes<At<typeof en, K>>, Given> | (IsPlural<typeof en, K> extends true ? 'count' : never);

/** The parameters of `t`: none, or all that the sentence has a place for. */
export type Params<K extends Key> = [Needs<K>] extends [never]
  ? []
  : [params: { [Name in Needs<K>]: Name extends 'count' ? number : string | number } & { ordinal?: boolean }];

/** Another language has every sentence; of plurals the forms that it knows, for Korean and Chinese one. */
export type Translation<T> = {
  [K in keyof T as K extends `${string}_${'one' | 'two' | 'few'}` ? never : K]: T[K] extends string ? string : Translation<T[K]>;
};
