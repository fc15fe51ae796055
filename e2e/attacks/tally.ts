/** What was tried and what was handled, kind by kind, at the end of the run. A kind is the first `describe` of a file of e2e/attacks; a test that goes through a table says so with `tally`. */
import type { FullConfig, Reporter, Suite, TestCase } from '@playwright/test/reporter';

const ANNOTATION = 'attacks';

/** Tries each attack of a table; all are tried, whatever becomes of one. @returns what was not handled, in a line each: the test expects none. */
export async function tally<T>(
  test: { info(): { annotations: { type: string; description?: string }[] } },
  attacks: readonly T[],
  nameOf: (attack: T) => string,
  attempt: (attack: T) => Promise<void>,
): Promise<string[]> {
  const failed: string[] = [];
  for (const attack of attacks) await attempt(attack).catch((error: unknown) => failed.push(`${nameOf(attack)}: ${String(error).split('\n', 1)[0]}`));
  test.info().annotations.push({ type: ANNOTATION, description: `${attacks.length - failed.length}/${attacks.length}` });
  return failed;
}

export default class TallyReporter implements Reporter {
  #tests: TestCase[] = [];

  onBegin(_: FullConfig, suite: Suite): void {
    this.#tests = suite.allTests().filter((test) => test.parent.project()?.name === 'attacks');
  }

  onEnd(): void {
    const kinds = new Map<string, { tried: number; handled: number }>();
    for (const test of this.#tests) {
      if (test.results.length === 0 || test.outcome() === 'skipped') continue;
      const kind = test.titlePath()[3]!;
      const counts = kinds.get(kind) ?? { tried: 0, handled: 0 };
      const [handled, tried] = test.results
        .at(-1)!
        .annotations.find(({ type }) => type === ANNOTATION)
        ?.description?.split('/')
        .map(Number) ?? [Number(test.outcome() !== 'unexpected'), 1];
      kinds.set(kind, { tried: counts.tried + tried!, handled: counts.handled + handled! });
    }
    if (kinds.size === 0) return;
    const all = [...kinds.values()].reduce((sum, { tried, handled }) => ({ tried: sum.tried + tried, handled: sum.handled + handled }), {
      tried: 0,
      handled: 0,
    });
    console.table(Object.fromEntries([...kinds, ['all', all]]));
  }
}
