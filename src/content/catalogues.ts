/** The model bundles that were built into the page (scripts/catalogues.ts), beside which a host may have others. */
import known from 'virtual:catalogues';

/** bundle: as `?bundle=` takes it. name: of its data set, a proper name. */
export type KnownCatalogue = (typeof known)[number];

interface OtherCatalogue extends Omit<KnownCatalogue, 'bundle'> {
  href: string;
}

/** What of an address holds for a catalogue alone: the history and the filter. */
const OF_ONE = ['bundle', 'recommender'];

/**
 * Ways from a page to the other catalogues: the same address, its language and device with it, without the history.
 * @param shown the URL of the bundle that the page shows
 */
export function otherCatalogues(shown: string, page: string, address: string, of: readonly KnownCatalogue[] = known): OtherCatalogue[] {
  return of
    .filter(({ bundle }) => new URL(bundle, page).href !== shown)
    .map(({ bundle, ...rest }) => {
      const url = new URL(address, page);
      for (const name of OF_ONE) url.searchParams.delete(name);
      const query = [`bundle=${bundle}`, url.searchParams.toString()].filter(Boolean).join('&');
      return { ...rest, href: `${url.pathname}?${query}` };
    });
}
