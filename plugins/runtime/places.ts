/** The places for calls that may be made at once: anyone who asked first gets the next one. */
export type Places = {
  /** Settles when there is a place: `waited` when it was not there at once, `closed` when nobody waits any more. */
  readonly take: () => Promise<'at-once' | 'waited' | 'closed'>;
  /** Gives a place back. */
  readonly free: () => void;
  /** Turns away anyone who waits, now and from now on. */
  readonly close: () => void;
};

/** Makes so many places; `Infinity` for no bound. */
export const createPlaces = (input: { count: number }): Places => {
  const waiting: ((answer: 'waited' | 'closed') => void)[] = [];
  const state = { taken: 0, isClosed: false };
  return {
    take: () => {
      if (state.taken < input.count) {
        state.taken += 1;
        return Promise.resolve('at-once');
      }
      if (state.isClosed) return Promise.resolve('closed');
      return new Promise((resolve) => {
        waiting.push(resolve);
      });
    },
    free: () => {
      const next = waiting.shift();
      // The place goes on to the next one without being free in between.
      if (next === undefined) state.taken -= 1;
      else next('waited');
    },
    close: () => {
      state.isClosed = true;
      for (const answer of waiting.splice(0)) answer('closed');
    },
  };
};

/** The places of every action of every instance of a process. */
export type PlacesOf = {
  readonly of: (input: {
    tenant: string;
    instance: string;
    action: string;
    /** How many there are. */
    count: number;
  }) => Places;
  readonly close: () => void;
};

/** Makes places for each action of an instance when it is first called. */
export const createPlacesOf = (): PlacesOf => {
  const all = new Map<string, Places>();
  const state = { isClosed: false };
  return {
    of: ({ tenant, instance, action, count }) => {
      const key = JSON.stringify([tenant, instance, action]);
      const known = all.get(key);
      if (known !== undefined) return known;
      const made = createPlaces({ count });
      if (state.isClosed) made.close();
      all.set(key, made);
      return made;
    },
    close: () => {
      state.isClosed = true;
      for (const places of all.values()) places.close();
    },
  };
};
