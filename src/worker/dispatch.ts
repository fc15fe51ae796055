/** From a message to its handler and back: progress, then one result or one error. */
import { MatineeError } from '../errors';
import type { Browse } from './browse/browse';
import { packFilms } from './filmTable';
import type { Model } from './model/model';
import type { FromWorker, RequestName, ToWorker, WireResult } from './protocol';
import { toWireError } from './wireError';

type Request = Exclude<ToWorker, { name: 'stop' }>;
type Post = (message: FromWorker) => void;

export function createDispatcher(browse: Browse, model: Model, post: Post): (message: ToWorker) => void {
  const running = new Map<number, AbortController>();

  return (message) => {
    if (message.name === 'stop') {
      running.get(message.target)?.abort();
      return;
    }
    const controller = new AbortController();
    running.set(message.id, controller);
    // Handlers that throw at once and those that reject are answered alike.
    void (async () => answer(message, controller.signal))()
      .catch((cause: unknown) => post({ id: message.id, kind: 'error', error: toWireError(cause) }))
      .finally(() => running.delete(message.id));
  };

  async function answer(request: Request, signal: AbortSignal): Promise<void> {
    const { id } = request;
    switch (request.name) {
      case 'open': {
        const { films, ...rest } = await browse.open(request.args, { signal, onProgress: (value) => post({ id, name: 'open', kind: 'progress', value }) });
        return result(id, 'open', { ...rest, films: packFilms(films) });
      }
      case 'facts':
        return result(id, 'facts', await browse.facts());
      case 'learnt':
        await browse.learnt();
        return result(id, 'learnt', null);
      case 'search':
        return result(id, 'search', await browse.search(request.args));
      case 'sasrec':
        return result(id, 'sasrec', await browse.sasrec(request.args));
      case 'recommender':
        await browse.recommender(request.args, { signal, onProgress: (value) => post({ id, name: 'recommender', kind: 'progress', value }) });
        return result(id, 'recommender', null);
      case 'deal':
        return result(id, 'deal', await browse.deal(request.args));
      case 'crowd':
        return result(id, 'crowd', browse.crowd(request.args));
      case 'import':
        return result(
          id,
          'import',
          await browse.import(request.args, { signal, onProgress: (value) => post({ id, name: 'import', kind: 'progress', value }) }),
        );
      case 'load':
        return result(id, 'load', await model.load(request.args, { signal, onProgress: (value) => post({ id, name: 'load', kind: 'progress', value }) }));
      case 'backbone':
        await model.backbone(request.args, { signal, onProgress: (value) => post({ id, name: 'backbone', kind: 'progress', value }) });
        return result(id, 'backbone', null);
      case 'texts':
        return result(id, 'texts', await model.texts({ signal, onProgress: (value) => post({ id, name: 'texts', kind: 'progress', value }) }));
      case 'embed':
        return result(id, 'embed', await model.embed(request.args, { signal, onProgress: (value) => post({ id, name: 'embed', kind: 'progress', value }) }));
      case 'map':
        return result(id, 'map', await browse.map());
      case 'meaning':
        return result(
          id,
          'meaning',
          await model.meaning(request.args, { signal, onProgress: (value) => post({ id, name: 'meaning', kind: 'progress', value }) }),
        );
      case 'alike':
        return result(id, 'alike', await model.alike(request.args, { signal }));
      case 'recommend':
        return result(
          id,
          'recommend',
          await model.recommend(request.args, { signal, onProgress: (value) => post({ id, name: 'recommend', kind: 'progress', value }) }),
        );
      case 'shortlist':
        return result(id, 'shortlist', await model.shortlist(request.args, { signal }));
      case 'titles':
        return result(id, 'titles', await model.titles({ signal }));
      case 'inside':
        return result(id, 'inside', await model.inside(request.args, { signal }));
      case 'prompt':
        return result(id, 'prompt', await model.prompt(request.args, { signal }));
      case 'genre':
        return result(id, 'genre', await model.genre(request.args, { signal, onProgress: (value) => post({ id, name: 'genre', kind: 'progress', value }) }));
      case 'say':
        return result(id, 'say', await model.say(request.args, { signal, onProgress: (value) => post({ id, name: 'say', kind: 'progress', value }) }));
      case 'watch':
        return result(id, 'watch', await model.watch(request.args, { signal, onProgress: (value) => post({ id, name: 'watch', kind: 'progress', value }) }));
      case 'guess':
        return result(id, 'guess', await model.guess(request.args, { signal, onProgress: (value) => post({ id, name: 'guess', kind: 'progress', value }) }));
      case 'evaluate':
        return result(
          id,
          'evaluate',
          await model.evaluate(request.args, { signal, onProgress: (value) => post({ id, name: 'evaluate', kind: 'progress', value }) }),
        );
      default:
        return unknownRequest(request);
    }
  }

  function result<K extends RequestName>(id: number, name: K, value: WireResult<K>): void {
    post({ id, name, kind: 'result', value } as Extract<FromWorker, { name: K; kind: 'result' }>);
  }
}

function unknownRequest(request: never): never {
  throw new MatineeError(
    'unexpected',
    `The worker knows no request ${JSON.stringify((request as { name?: unknown }).name)}.`,
    'Reload the page: it may be of two versions.',
  );
}
