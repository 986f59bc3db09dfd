/** Asks for a turn: `go` is called when it has come, and gives it back when it settles. It must not throw. */
export type Turns = (go: () => Promise<void>) => void;

/**
 * Lets the groups of all batchers of one database go in turns: at most `atOnce` requests are under way, and who
 * asked first goes first. While a queue waits for its turn it gathers, so that under load every request carries
 * many documents, whatever kind it is; a process with little to do never waits. A turn begins after the current
 * turn of the event loop, when everything of the same moment has been asked for.
 *
 * What goes must not wait for another turn of the same `Turns`: all might be taken by those who wait.
 */
export const createTurns = (input: { atOnce: number }): Turns => {
  const asking: (() => Promise<void>)[] = [];
  let going = 0;
  let isScheduled = false;

  const schedule = (): void => {
    if (isScheduled || asking.length === 0 || going >= input.atOnce) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      while (going < input.atOnce) {
        const next = asking.shift();
        if (next === undefined) return;
        going += 1;
        void next().finally(() => {
          going -= 1;
          schedule();
        });
      }
    });
  };

  return (go) => {
    asking.push(go);
    schedule();
  };
};

/** Makes turns that nobody waits for: for collections in memory, where a group costs no less than its members. */
export const createNoTurns = (): Turns => (go) => {
  void go();
};
