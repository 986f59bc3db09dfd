/** How long a round waits for its parts. A slow provider goes on beside the rounds that follow, and delays no other. */
const roundMs = 30_000;

/** Waits for the parts of a round. True when one of them has more to do; false as well when they take longer than a round. */
export const roundOf = async (parts: readonly Promise<boolean>[]): Promise<boolean> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly boolean[]>((resolve) => {
    timer = setTimeout(() => resolve([]), roundMs);
  });
  const ended = await Promise.race([Promise.all(parts), late]);
  clearTimeout(timer);
  return ended.includes(true);
};
