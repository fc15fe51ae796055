/** What a rule is about, of each film, and how it is said. */
import type { Translate } from '../../content/language';
import type { TasteKind } from '../../engine/deck/tastes';
import type { Film } from '../../engine/types';
import { decadeOf, franchisesAt, namesAt, type Facts } from '../../facts/facts';

/** What is known of a film of the kind that a rule is of; null of a kind that each card shows by itself: its title. A card has no room for all genres of a film. */
export function factsOfRule(facts: Facts | null, kind: TasteKind, film: Pick<Film, 'row' | 'genres' | 'year'>): string[] | null {
  const { row, genres, year } = film;
  switch (kind) {
    case 'director':
      return facts && namesAt(facts.directors, row);
    case 'subgenre':
      return facts && namesAt(facts.subgenres, row);
    case 'country':
      return facts && namesAt(facts.countries, row);
    case 'series':
      return facts && franchisesAt(facts, row).map(({ name }) => name);
    case 'decade':
      return [...genres, ...(year > 0 ? [`${decadeOf(year)}s`] : [])];
    case 'titles':
      return null;
  }
}

/** A taste's name is the bundle's: "Western, 1950s" is a genre and a decade. */
export function nameOfTaste(t: Translate, kind: TasteKind, name: string): string {
  return (kind === 'decade' ? name.split(', ') : [name]).map((fact) => sayFact(t, kind, fact)).join(', ');
}

/** A single fact of that kind. */
export function sayFact(t: Translate, kind: TasteKind, fact: string): string {
  if (kind === 'decade' && /^\d+s$/.test(fact)) return t('decade.name', { year: parseInt(fact) });
  return kind === 'subgenre' || kind === 'country' || kind === 'decade' ? t.label(fact) : fact;
}
