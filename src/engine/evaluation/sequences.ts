/** Users to evaluate, from a file of sequences: a line per user, user<TAB>space-separated item ids, oldest first; the last is the target. */
import { seededRandom, seedOf } from '../../random';
import { drawCandidates } from './drawCandidates';
import type { Film } from '../types';

/** A user to evaluate, in catalogue rows. */
export interface Case {
  user: string;
  /** Oldest first, without the target. */
  history: number[];
  candidates: number[];
  /** Index into the candidates. */
  target: number;
  /** Another implementation's scores by system, in the order of the candidates. */
  reference?: Record<string, number[]>;
}

export interface Drawing {
  /** The target and `candidates` - 1 warm films that the user has not met. */
  candidates: number;
  seed: number;
  /** Usable users at most. */
  limit: number;
}

/** Leave-one-out (paper, section 4.1). What cannot be used is passed to `report`, a sentence each, and left out. */
export function parseSequences(
  text: string,
  films: readonly Film[],
  warm: number,
  { candidates: count, seed, limit }: Drawing,
  report: (what: string) => void,
): Case[] {
  const rowOf = new Map(films.map((film) => [String(film.id), film.row]));
  const cases: Case[] = [];
  const unknown = new Set<string>();
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
    .entries()) {
    if (cases.length >= limit) break;
    if (line.trim() === '') continue;
    const [user, list, ...more] = line.split('\t');
    if (!user || list === undefined || more.length > 0) {
      report(`line ${index + 1} is not "user<TAB>item ids": skipped`);
      continue;
    }
    const ids = list.split(' ').filter((id) => id !== '');
    const rows = ids.map((id) => rowOf.get(id));
    ids.forEach((id, i) => rows[i] === undefined && unknown.add(id));
    const target = rows.at(-1);
    const history = rows.slice(0, -1).filter((row) => row !== undefined);
    if (target === undefined) report(`user ${user}: the target ${ids.at(-1) ?? '(none)'} is not in the bundle's catalogue: skipped`);
    else if (history.length === 0) report(`user ${user}: no film before the target is in the bundle's catalogue: skipped`);
    else {
      const random = seededRandom(seedOf(seed, user));
      try {
        const candidates = drawCandidates(target, new Set([...history, target]), warm, count, random);
        cases.push({ user, history, candidates, target: candidates.indexOf(target) });
      } catch (error) {
        report(`user ${user}: ${(error as Error).message} Skipped`);
      }
    }
  }
  if (unknown.size > 0) {
    const some = [...unknown].slice(0, 10).join(', ');
    report(`${unknown.size} unknown item ids were left out: ${some}${unknown.size > 10 ? ', ...' : ''}`);
  }
  return cases;
}
