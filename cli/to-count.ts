import { InvalidArgumentError } from 'commander';

/** How many, as an option or an argument of a command says it. */
export const toCount = (text: string): number => {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 100_000) {
    throw new InvalidArgumentError('Write a whole number from 1 to 100000.');
  }
  return count;
};

/** A number, as an option of a command says it. */
export const toNumber = (text: string): number => {
  const number = Number(text);
  if (!Number.isFinite(number)) throw new InvalidArgumentError('Write a number.');
  return number;
};

/**
 * How many points or minor units, as an argument of a command says it; how many may be moved at once the engine knows.
 * Throws what the command line says of an argument that cannot be read.
 */
export const toUnits = (text: string): number => {
  const units = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (units < 1) {
    throw new InvalidArgumentError(
      `\`${text}\` is not a whole number of at least 1. Amounts are in minor units: 4990 is 49.90 EUR.`,
    );
  }
  return units;
};
