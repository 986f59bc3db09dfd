import { CicloError } from '../../domain/errors.ts';
import { isDuplicate } from './errors.ts';

const triesMax = 5;

/**
 * Changes a document and gives it changed, adding it first when there is none. Not an upsert: when two add at
 * once, a server may carry the change of one of them out and yet answer that there was nothing.
 */
export const changeOrAdd = async <Doc>(input: {
  change: () => Promise<Doc | null>;
  add: () => Promise<unknown>;
}): Promise<Doc> => {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const changed = await input.change();
    if (changed !== null) return changed;
    try {
      await input.add();
    } catch (thrown) {
      if (!isDuplicate(thrown)) throw thrown;
    }
  }
  throw new CicloError({ code: 'unavailable', message: 'A document was removed again and again.' });
};
