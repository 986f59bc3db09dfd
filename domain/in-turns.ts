/** Lets whatever waits in this process (requests, timers) have its turn first. */
export const breathe = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** Maps a list item by item, with a breath between two: long work of a process that has to answer meanwhile. */
export const mapInTurns = async <T, R>(
  items: Iterable<T>,
  map: (item: T) => R | Promise<R>,
): Promise<readonly R[]> => {
  const mapped: R[] = [];
  for (const item of items) {
    mapped.push(await map(item));
    await breathe();
  }
  return mapped;
};
