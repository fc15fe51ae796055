/** Every wait has a bound without progress: what is waited for is said, and in the end something else is tried. */
import { translate } from '../../content/language';

/** Without a sign for so long, the visitor is told. */
export const SILENT_MS = 20_000;
/** Without a sign for so long, the wait is given up. Compiling on a slow device may hold a worker for a minute. */
export const GIVE_UP_MS = 120_000;

export interface Silence {
  /** A sign of life. @param waitingFor from here on: "onnxruntime", "the graphics device". */
  heard(waitingFor: string): void;
  end(): void;
}

/** @param say takes a sentence when nothing was heard for SILENT_MS, and null when something is heard again. */
export function watchSilence(say: (sentence: string | null) => void, giveUp: (sentence: string) => void): Silence {
  let timers: ReturnType<typeof setTimeout>[] = [];
  let said = false;
  const end = () => {
    timers.forEach(clearTimeout);
    timers = [];
    if (said) say(null);
    said = false;
  };
  return {
    heard(waitingFor) {
      end();
      timers = [
        setTimeout(() => {
          said = true;
          say(translate()('recovery.silent', { what: waitingFor, seconds: SILENT_MS / 1000 }));
        }, SILENT_MS),
        setTimeout(() => giveUp(`Nothing was heard of ${waitingFor} for ${GIVE_UP_MS / 60_000} minutes.`), GIVE_UP_MS),
      ];
    },
    end,
  };
}
