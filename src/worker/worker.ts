/**
 * The script of both workers; what it answers is in protocol.ts. It starts empty: `open` or `load` comes first.
 */
import { Browse } from './browse/browse';
import { createDispatcher } from './dispatch';
import { Model } from './model/model';
import type { FromWorker, ToWorker } from './protocol';

const post = (message: FromWorker) => self.postMessage(message);
const model = new Model((message) => post({ id: -1, kind: 'event', event: { type: 'device-lost', message } }));
const dispatch = createDispatcher(new Browse(), model, post);

self.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => dispatch(data));
