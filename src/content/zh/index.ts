import { names } from '../names/zh';
import type { Spoken } from '../language';
import * as about from './about';
import * as answer from './answer';
import * as deck from './deck';
import * as history from './history';
import * as page from './page';
import { errors, fallback, notice, recovery } from './said';
import * as stage from './stage';
import * as takeHome from './takeHome';
import * as wander from './wander';
import * as watch from './watch';

/** Simplified Chinese. record and see stand for the verb, unit is the classifier: 三部电影, 三款游戏. */
export const zh: Spoken = {
  sentences: { ...page, ...stage, ...history, ...answer, ...watch, ...wander, ...deck, ...takeHome, ...about, notice, recovery, fallback },
  words: {
    film: { item: '电影', record: '观看', see: '看', unit: '部', english: 'movie' },
    game: { item: '游戏', record: '游玩', see: '玩', unit: '款', english: 'game' },
    product: { item: '产品', record: '购买', see: '买', unit: '件', english: 'product' },
    other: { item: '作品', record: '选择', see: '选', unit: '个', english: 'title' },
  },
  names,
  errors,
};
