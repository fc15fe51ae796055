import { names } from '../names/ko';
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

/** Read letter by letter, a name that ends so ends in a vowel: NCF is 엔시에프. */
const VOWEL_ENDS = /[A-EG-KO-QS-Z]F$|[A-EIJKOPT-WYZ]$/;

/**
 * Korean: sentences in 해요체, labels as nouns. A word with its particle is one form, for the particle follows its last sound: itemReul is 영화를, 게임을.
 * didWatch stands before 어요 and 는지, watched and toWatch before what was or is to be watched, unit counts.
 */
export const ko: Spoken = {
  sentences: { ...page, ...stage, ...history, ...answer, ...watch, ...wander, ...deck, ...takeHome, ...about, notice, recovery, fallback },
  words: {
    film: {
      item: '영화', itemReul: '영화를', itemGa: '영화가', itemNeun: '영화는', itemRo: '영화로', itemYeyo: '영화예요', english: 'movie',
      watching: '시청', watched: '본', toWatch: '볼', didWatch: '봤', unit: '편', unitReul: '편을', unitGa: '편이', unitNeun: '편은',
    },
    game: {
      item: '게임', itemReul: '게임을', itemGa: '게임이', itemNeun: '게임은', itemRo: '게임으로', itemYeyo: '게임이에요', english: 'game',
      watching: '플레이', watched: '플레이한', toWatch: '플레이할', didWatch: '플레이했', unit: '개', unitReul: '개를', unitGa: '개가', unitNeun: '개는',
    },
    product: {
      item: '제품', itemReul: '제품을', itemGa: '제품이', itemNeun: '제품은', itemRo: '제품으로', itemYeyo: '제품이에요', english: 'product',
      watching: '구매', watched: '산', toWatch: '살', didWatch: '샀', unit: '개', unitReul: '개를', unitGa: '개가', unitNeun: '개는',
    },
    other: {
      item: '작품', itemReul: '작품을', itemGa: '작품이', itemNeun: '작품은', itemRo: '작품으로', itemYeyo: '작품이에요', english: 'title',
      watching: '감상', watched: '고른', toWatch: '고를', didWatch: '골랐', unit: '개', unitReul: '개를', unitGa: '개가', unitNeun: '개는',
    },
  }, // prettier-ignore
  recommender: (name) => {
    const [neun, ga, reul] = VOWEL_ENDS.test(name) ? ['는', '가', '를'] : ['은', '이', '을'];
    return { recommenderNeun: name + neun, recommenderGa: name + ga, recommenderReul: name + reul };
  },
  names,
  errors,
};
