/** The numbers of figure 2 for one history, for people to look at: what becomes of the films on their way to soft tokens. */
import type { Models } from './models';
import { userSoftToken } from './recommend';
import { needsText, row } from './items/jointEmbeddings';
import type { Item } from './types';

/** A film's two halves of the joint space, and which of them its soft token is made of. d' joint width, h LLM width. */
export interface InsideFilm {
  /** e = f_I(E); null where SASRec does not know the film. [d'] */
  collaborative: Float32Array | null;
  /** q = f_T(SBERT(text)). [d'] */
  text: Float32Array;
  /** mean: of both, where SASRec has met the film too seldom. */
  uses: 'collaborative' | 'text' | 'mean';
  /** F_I of it. [h] */
  token: Float32Array;
}

export interface Inside {
  /** x_u: SASRec's representation of the whole history. [d] */
  representation: Float32Array;
  /** The user's soft token. [h] */
  userToken: Float32Array;
  /** Those that the prompt holds, oldest first. */
  films: InsideFilm[];
}

/** @throws MatineeError 'history-empty' or 'film-invalid'. */
export function insideOf(models: Models, history: readonly Item[]): Inside {
  const { manifest, films, sasrec, aligner, textEmbeddings, itemTokens } = models;
  const userToken = userSoftToken(models, history);
  const watched = history.slice(-manifest.prompt.maxHistory);
  const tokens = itemTokens.of(watched, 'a-llmrec');
  return {
    representation: sasrec.represent(history.flatMap((item) => (item.kind === 'film' ? [item.row] : []))),
    userToken,
    films: watched.map((item, i) => {
      const film = item.kind === 'film' ? films[item.row]! : null;
      const isWarm = film !== null && !film.cold;
      return {
        collaborative: isWarm ? aligner.itemEncoder(row(sasrec.itemEmbeddings, film.row, aligner.cfSize)) : null,
        text: aligner.textEncoder(item.kind === 'own' ? item.film.embedding : textEmbeddings.row(item.row)),
        uses: !isWarm ? 'text' : needsText(film, manifest.aligner) ? 'mean' : 'collaborative',
        token: tokens[i]!,
      };
    }),
  };
}
