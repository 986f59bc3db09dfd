import type { ConsentRow } from './ports.ts';

/**
 * What stays of a line when the person is erased: that anyone who has an address, known by its keyed hash alone, said yes or no
 * to what and when. Nothing of it names them.
 */
export const asProof = (row: ConsentRow): ConsentRow => {
  const {
    profileId: _who,
    event: _event,
    source: _source,
    textVersion: _version,
    text: _text,
    ...rest
  } = row;
  const { locale: _locale, evidence: _evidence, ...proof } = rest;
  return proof;
};

/** The fields that `asProof` leaves out. */
export const personalFields = [
  'profileId',
  'event',
  'source',
  'textVersion',
  'text',
  'locale',
  'evidence',
] as const satisfies readonly (keyof ConsentRow)[];
