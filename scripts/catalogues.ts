/** `virtual:catalogues`: the model bundles that are built into the page, so that it can name the other ones. A folder whose manifest cannot be read is none. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** As src/content/catalogues.ts reads it. */
interface KnownCatalogue {
  bundle: string;
  name: string;
  items: number;
}

const VIRTUAL = 'virtual:catalogues';

/** @param folder public/models: a folder for each bundle */
export function cataloguesIn(folder: string): KnownCatalogue[] {
  const found: KnownCatalogue[] = [];
  for (const { name } of readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())) {
    try {
      const { dataset, catalogue } = JSON.parse(readFileSync(join(folder, name, 'manifest.json'), 'utf8')) as {
        dataset: { name: string };
        catalogue: { films: number };
      };
      if (typeof dataset.name === 'string' && Number.isInteger(catalogue.films))
        found.push({ bundle: `models/${name}/`, name: dataset.name, items: catalogue.films });
    } catch {
      // The page would refuse it, too.
    }
  }
  return found.sort((a, b) => b.items - a.items);
}

export const catalogues = (): Plugin => {
  let folder = 'public/models';
  return {
    name: 'catalogues',
    configResolved: ({ publicDir }) => void (folder = join(publicDir, 'models')),
    resolveId: (id) => (id === VIRTUAL ? `\0${VIRTUAL}` : undefined),
    load: (id) => (id === `\0${VIRTUAL}` ? `export default ${JSON.stringify(cataloguesIn(folder))};` : undefined),
  };
};
