/** Standing for election among the tabs of one browser. */
export interface Candidate {
  /** Takes the lead from a leader that has fallen silent. */
  steal: () => void;
  resign: () => void;
}

/** What happens to a candidate. */
interface Fate {
  elected: () => void;
  deposed: () => void;
}

/** For a browser whose tabs cannot share (an insecure origin has no locks): every tab leads itself. */
export function leadAlone(on: Fate): Candidate {
  queueMicrotask(on.elected);
  return { steal: () => {}, resign: on.deposed };
}

/** The tab that holds the lock leads; when it closes, the browser gives the lock to the next. */
export function standForElection(locks: LockManager, name: string, on: Fate): Candidate {
  let leave: (() => void) | undefined;
  let waiting: AbortController | undefined;
  let over = false;

  const stand = (steal: boolean) => {
    waiting?.abort();
    const turn = new AbortController();
    waiting = turn;
    let held = false;
    locks
      // The API refuses `signal` together with `steal`.
      .request(name, steal ? { steal: true } : { signal: turn.signal }, () => {
        if (over) return undefined;
        waiting = undefined;
        held = true;
        on.elected();
        return new Promise<void>((resolve) => {
          leave = resolve;
        });
      })
      .catch(() => {
        // Aborted by us while waiting, or the lock was stolen while we led.
        if (!held || over) return;
        leave = undefined;
        on.deposed();
        stand(false);
      });
  };
  stand(false);
  return {
    steal: () => {
      if (!over && !leave) stand(true);
    },
    resign: () => {
      over = true;
      waiting?.abort();
      leave?.();
      on.deposed();
    },
  };
}
