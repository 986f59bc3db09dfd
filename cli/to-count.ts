import { InvalidArgumentError } from 'commander';

/** How many, as an option of a command says it. */
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
