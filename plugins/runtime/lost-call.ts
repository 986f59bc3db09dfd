import { CicloError } from '../../domain/errors.ts';
import { isObject } from '../../domain/json.ts';

const mark = 'lostCall';

/** A call that the thread of a plugin did not live to answer. */
export type LostCall = {
  /** False where the plugin certainly did nothing of it. */
  readonly begun: boolean;
  /** The plugin is not asked any more until the engine is started again. */
  readonly isOff: boolean;
};

/** The error of a call that the thread of a plugin did not live to answer. */
export const lostCall = (input: LostCall & { readonly message: string }): CicloError => {
  const { message, begun, isOff } = input;
  return new CicloError({ code: 'unavailable', message, details: { [mark]: { begun, isOff } } });
};

/** Reads such an error; undefined for any other. */
export const lostCallIn = (thrown: unknown): LostCall | undefined => {
  const found = thrown instanceof CicloError ? thrown.details[mark] : undefined;
  return isObject(found) ? { begun: found['begun'] !== false, isOff: found['isOff'] === true } : undefined;
};

/** The code that the end of such a call is told with. */
export const codeOfLost = ({ isOff }: LostCall): 'instance-off' | 'plugin-ended' =>
  isOff ? 'instance-off' : 'plugin-ended';
