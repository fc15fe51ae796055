/** Netflix: ViewingActivity.csv of the data request, with profiles, and the short NetflixViewingHistory.csv. Neither has a film's year. */
import { dateReader } from '../file/dates';
import type { Row } from '../types';
import { blank, named } from './fields';
import type { TableService } from './service';

const TITLE = ['title', 'titel', 'titre', 'titulo', 'titolo'];
const DATE = ['starttime', 'date', 'datum', 'fecha', 'data', 'dato'];

/** "Dark: Season 1: Secrets", "Chef's Table: Volume 2: Alex Atala", "Maid: Limited Series: Dollar Store", "Lupin: Part 1: Chapter 1", in some of its languages. */
const EPISODE =
  /: (?:(?:season|series|volume|vol\.|part|chapter|book|collection|saison|staffel|temporada|stagione|seizoen|sæson|säsong|sesong|sezon|partie|parte|teil) (?:\d+|[ivx]+|one|two|three|four|five)|limited series|mini-?series|miniserie)(?: \([^)]*\)| [^:]*)?: |: (?:episode|épisode|episodio|folge|aflevering) \d+\b/i;
const TRAILER =
  /^(?:(?:season|series|volume|part) \d+ )?(?:official )?(?:teaser )?(?:trailer|teaser|clip|recap)(?: \d+)?:|[(:-] ?(?:official )?(?:teaser )?(?:trailer|teaser|clip|recap)(?: \d+)?\)?$|_hook_|^(?:bonus|behind the scenes|sneak peek):/i;

export const netflix: TableService = {
  service: 'netflix',
  recognises: (header) =>
    (header.has('title', 'starttime') && (header.has('profilename') || header.has('supplementalvideotype'))) ||
    (header.width === 2 && TITLE.some((name) => header.has(name)) && DATE.some((name) => header.has(name))),
  rows(table) {
    const date = dateReader(table.column(...DATE), 'month');
    const rows = table.records.map((record, i): Row => {
      const { title, year } = named(table.cell(record, ...TITLE), null);
      const at = date(table.cell(record, ...DATE));
      const extra = table.cell(record, 'supplementalvideotype') !== '';
      return {
        ...blank,
        title,
        year,
        row: i + 1,
        at,
        dated: at === null ? null : 'watched',
        profile: table.cell(record, 'profilename') || null,
        ...(extra
          ? { kind: 'trailer' }
          : TRAILER.test(title)
            ? { kind: 'trailer', guessed: true }
            : EPISODE.test(title)
              ? { kind: 'series', guessed: true }
              : {}),
      };
    });
    const shows = showsOf(rows);
    return rows.map((row) => (row.kind === 'film' && shows.has(show(row.title)) && segments(row.title) > 2 ? { ...row, kind: 'series', guessed: true } : row));
  },
};

const show = (title: string) => title.split(': ')[0]!;
const segments = (title: string) => title.split(': ').length;

/** Names in front of episodes, in whatever language they say "season": three or more different titles in three parts, or one known episode. */
function showsOf(rows: readonly Row[]): Set<string> {
  const titles = new Map<string, Set<string>>();
  for (const { title, kind } of rows) {
    if (segments(title) < 3) continue;
    const known = titles.get(show(title)) ?? new Set();
    titles.set(show(title), known.add(title));
    if (kind === 'series') for (const extra of ['', ' ']) known.add(extra);
  }
  return new Set([...titles].filter(([, { size }]) => size >= 3).map(([name]) => name));
}
