/** `npm run results [-- BUNDLE]`: docs/RESULTS.md (docs/RESULTS-BUNDLE.md) from the tables in docs/results, when one of them was measured by Python. */
import { commandLine, usageOf } from './commandLine.mjs';
import { writePage } from './tables/page';

const { positionals } = commandLine(usageOf(import.meta.url), { allowPositionals: true });
writePage(positionals[0] ?? 'movies');
