import * as about from './about';
import * as answer from './answer';
import * as deck from './deck';
import * as history from './history';
import * as page from './page';
import * as said from './said';
import * as stage from './stage';
import * as takeHome from './takeHome';
import * as wander from './wander';
import * as watch from './watch';

/** Every word of the page, by the name of its part. `{{item}}` and its like are the bundle's words (../language.ts). */
export const en = { ...page, ...stage, ...history, ...answer, ...watch, ...wander, ...deck, ...takeHome, ...about, ...said };
