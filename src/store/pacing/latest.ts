/** Between two changes that the page shows: a frame of a screen. */
const FRAME_MS = 16;

export interface Latest<T> {
  /** Shows a value: at once, or the last of several when a frame has passed. */
  show(value: T): void;
  /** Shows nothing any more, not even what waits. */
  end(): void;
}

/** What comes in bursts, shown once a frame: a worker tells of each token and each place, and React gives up on fifty renders in a row. */
export function latest<T>(put: (value: T) => void): Latest<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: { value: T } | null = null;
  let over = false;
  const rest = () => {
    timer = undefined;
    if (!waiting) return;
    const { value } = waiting;
    waiting = null;
    put(value);
    timer = setTimeout(rest, FRAME_MS);
  };
  return {
    show(value) {
      if (over) return;
      waiting = { value };
      if (timer === undefined) rest();
    },
    end() {
      over = true;
      clearTimeout(timer);
    },
  };
}

/** A request whose progress is shown so, and no more once it has ended. @param put shows the present step, which stands for those before */
export async function paced<Progress, Result>(
  put: (progress: Progress) => void,
  ask: (onProgress: (progress: Progress) => void) => Promise<Result>,
): Promise<Result> {
  const { show, end } = latest(put);
  try {
    return await ask(show);
  } finally {
    end();
  }
}
