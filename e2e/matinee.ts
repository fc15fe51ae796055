import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test as base, type Locator, type Page } from '@playwright/test';

interface Catalogue {
  ids: number[];
  titles: string[];
  years: number[];
  warm: number;
}

const read = (path: string) => JSON.parse(readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8')) as Catalogue;

/** The films of the fixture bundle, by row. */
export const fixtureFilms = () => read('./fixtures/bundle/catalogue.json');

export interface Visit {
  /** Folder below models/; the page's own default when left out. */
  bundle?: string;
  device?: 'webgpu' | 'wasm';
  /** What else stands in the address: '?kiosk=1', '#h=...'. */
  query?: Record<string, string>;
  hash?: string;
  /** Where the app stands, when not at the root of the first test server. */
  at?: string;
}

/** The page as a visitor knows it: by its accessible names. */
export class Matinee {
  readonly search: Locator;
  readonly options: Locator;
  readonly history: Locator;
  readonly films: Locator;
  readonly recommend: Locator;
  readonly favouriteGenre: Locator;
  readonly stop: Locator;
  readonly clear: Locator;
  readonly recommendation: Locator;
  readonly genre: Locator;
  readonly status: Locator;

  constructor(readonly page: Page) {
    this.search = page.getByRole('combobox', { name: 'Search movies' });
    this.options = page.getByRole('option');
    this.history = page.getByRole('list', { name: 'Watch history' });
    this.films = this.history.getByRole('listitem');
    this.recommend = page.getByRole('button', { name: 'Recommend', exact: true });
    this.favouriteGenre = page.getByRole('button', { name: 'Favourite genre', exact: true });
    this.stop = page.getByRole('button', { name: 'Stop', exact: true });
    this.clear = page.getByRole('button', { name: 'Clear history', exact: true });
    this.recommendation = page.getByRole('region', { name: 'Recommendation', exact: true });
    this.genre = page.getByRole('region', { name: 'Favourite genre', exact: true });
    this.status = page.getByRole('status', { name: 'Model status' });
  }

  async visit({ bundle = 'fixture', device, query = {}, hash = '', at = '' }: Visit = {}): Promise<void> {
    const parameters = new URLSearchParams({ ...query, ...(bundle ? { bundle: `models/${bundle}/` } : {}), ...(device ? { device } : {}) });
    await this.page.goto(`${at}${at ? '' : './'}?${parameters}${hash}`);
    await expect(this.search).toBeVisible();
  }

  /** Types a title and takes the option that has it. */
  async add(title: string): Promise<void> {
    await this.search.fill(title);
    await this.options.filter({ hasText: title }).first().click();
    await expect(this.films.filter({ hasText: title }).first()).toBeVisible();
  }

  /** Opens "Under the hood", where the switches are, and closes it again. */
  async underTheHood(act: (drawer: Locator) => Promise<void>): Promise<void> {
    await this.page.getByRole('button', { name: 'Under the hood' }).click();
    const drawer = this.page.getByRole('dialog', { name: 'Under the hood' });
    await act(drawer);
    await drawer.getByRole('button', { name: 'Close' }).click();
    await expect(drawer).toBeHidden();
  }

  async ready(device: 'WebGPU' | 'WASM', timeout = 60_000): Promise<void> {
    await expect(this.status).toContainText(device, { timeout });
    await expect(this.status).toContainText(/ready on/i, { timeout });
  }
}

interface Fixtures {
  matinee: Matinee;
  /** Notes what no test may cause: a request to another host, a breach of the CSP, an uncaught error. */
  watchdog: { allowErrors: RegExp[] };
}

export const test = base.extend<Fixtures>({
  watchdog: [
    async ({ context, page }, use) => {
      const foreign: string[] = [];
      const problems: string[] = [];
      const watchdog = { allowErrors: [] as RegExp[] };
      context.on('request', (request) => {
        if (/^https?:/.test(request.url()) && new URL(request.url()).hostname !== 'localhost') foreign.push(request.url());
      });
      page.on('pageerror', (error) => problems.push(`uncaught: ${error.message}`));
      page.on('console', (message) => {
        if (/content security policy/i.test(message.text())) problems.push(message.text());
      });
      await use(watchdog);
      expect(foreign, 'requests to other hosts').toEqual([]);
      expect(problems.filter((problem) => !watchdog.allowErrors.some((allowed) => allowed.test(problem)))).toEqual([]);
    },
    { auto: true },
  ],
  matinee: async ({ page }, use) => {
    await use(new Matinee(page));
  },
});

export { expect };
