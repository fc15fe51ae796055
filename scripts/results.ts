/** `npm run results [-- BUNDLE]`: docs/RESULTS.md (docs/RESULTS-BUNDLE.md) from the tables in docs/results, when one of them was measured by Python. */
import { writePage } from './tables/page';

writePage(process.argv[2] ?? 'movies');
