import { LRUCache } from 'lru-cache';

import type { ReadBook } from './read-book.ts';

/** The postings in the account at a revision, on their way to the others. */
export type Copying = { readonly revision: number; readonly done: Promise<void> };

/** The book of an offer as this process wrote it last. */
type KeptBook = {
  readonly state: ReadBook;
  readonly copying: Copying | undefined;
  /** The zone by which its days, weeks and months begin. */
  readonly zone: string;
};

/** Books that stay open between groups of acts, so that the next group reads only what it asks. */
export type KeptBooks = {
  /** Takes the book of an offer out: anyone who has done with it puts it back. */
  readonly take: (name: string) => KeptBook | undefined;
  readonly put: (name: string, kept: KeptBook) => void;
  /** Another process writes the same offer: for a while its book is not worth keeping. */
  readonly rest: (name: string) => void;
};

const booksMax = 500;
/** Postings in all books together, and in one. */
const postingsMax = 100_000;
const ofOneMax = 20_000;
/** So many groups are decided without a kept book after one was found out of date. */
const restGroups = 20;

/** Makes the books that stay open. They are bounded; a book that is not kept is read again. */
export const createKeptBooks = (): KeptBooks => {
  const sizeCalculation = ({ state }: KeptBook): number => state.book.size() + 1;
  const books = new LRUCache<string, KeptBook>({ max: booksMax, maxSize: postingsMax, sizeCalculation });
  const resting = new LRUCache<string, number>({ max: booksMax });
  return {
    take: (name) => {
      const found = books.get(name);
      books.delete(name);
      return found;
    },
    put: (name, kept) => {
      const left = resting.get(name) ?? 0;
      if (left > 0) resting.set(name, left - 1);
      else if (kept.state.book.size() < ofOneMax) books.set(name, kept);
    },
    rest: (name) => {
      resting.set(name, restGroups);
    },
  };
};
