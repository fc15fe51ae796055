import { expect, it } from 'vitest';
import { cataloguesIn } from '../../scripts/catalogues';
import { otherCatalogues, type KnownCatalogue } from './catalogues';

const FILMS: KnownCatalogue = { bundle: 'models/movies/', name: 'MovieLens', items: 3 };
const GAMES: KnownCatalogue = { bundle: 'models/video-games/', name: 'Amazon Video Games', items: 2 };
const PAGE = 'https://example.org/app/';

it('leads to every catalogue but the one that is shown, with the language and the device, without the history', () => {
  const at = `${PAGE}?lang=ko&device=wasm&recommender=gru4rec&bundle=models/movies/#h=1.2.3`;
  expect(otherCatalogues(`${PAGE}models/movies/`, PAGE, at, [FILMS, GAMES])).toEqual([
    { name: 'Amazon Video Games', items: 2, href: '/app/?bundle=models/video-games/&lang=ko&device=wasm' },
  ]);
  expect(otherCatalogues(`${PAGE}models/other/`, PAGE, PAGE, [FILMS, GAMES]).map(({ href }) => href)).toEqual([
    '/app/?bundle=models/movies/',
    '/app/?bundle=models/video-games/',
  ]);
});

it('knows the bundles of public/models, the largest first', () => {
  const found = cataloguesIn('public/models');
  expect(found.map(({ bundle }) => bundle)).toEqual(expect.arrayContaining(['models/movies/', 'models/video-games/']));
  expect(found.map(({ items }) => items)).toEqual(found.map(({ items }) => items).sort((a, b) => b - a));
});
